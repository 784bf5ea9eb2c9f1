// Calls that listen, JVM, .NET, Go, Rust, Ruby and PHP: migration.md 7, the other rows.
import { at, type ListenRule, named } from './listen-rule.ts'

export const JAVA: readonly ListenRule[] = [
  { call: /\bnew\s+(?:\w+\.)*ServerSocket\(|\bDatagramSocket\(/g, port: at(0), why: 'ServerSocket' },
  { call: /\bHttps?Server\.create\(/g, port: at(0), why: 'HttpServer' },
  {
    call: /\.bind\(|\.localAddress\(/g,
    port: at(0),
    needs: /ServerBootstrap|ServerSocketChannel|ServerSocket\b|HttpServer|netty/,
    why: 'bind',
  },
  { call: /\b(?:Netty|Grpc|InProcess|Okhttp)?\w*Server\w*\.forPort\(/gi, port: at(0), role: 'grpc', why: 'grpc' },
  { call: /\.start\(/g, port: at(0), needs: /\bJavalin\b/, fallback: 8080, why: 'javalin' },
  {
    call: /\.listen\(|\.requestHandler\([^)]*\)\s*\.listen\(|\.setPort\(/g,
    port: at(0),
    needs: /\bvertx\b|\bVertx\b|catalina|Tomcat|jetty|HttpServer/,
    why: 'listen',
  },
  { call: /(?<![\w])(?:Spark\.)?port\(/g, port: at(0), needs: /\bspark\.(?:Spark|Service|kotlin)\b/, why: 'spark' },
  {
    call: /\.port\(/g,
    port: at(0),
    needs: /reactor\.netty\.http\.server|helidon|armeria|ServerBuilder|HttpServer/,
    why: 'port',
  },
  { call: /\.(?:http|https)\(/g, port: at(0), needs: /armeria/, why: 'armeria' },
  {
    call: /\bembeddedServer\(/g,
    port: (masked, args) => named('port')(masked, args) ?? at(1)(masked, args),
    fallback: 80,
    why: 'ktor',
  },
  { call: /\.asServer\(\s*\w+\(/g, port: at(0), why: 'http4k' },
  { call: /\bnew\s+(?:\w+\.)*Server\(/g, port: at(0), needs: /org\.eclipse\.jetty/, why: 'jetty' },
  { call: /\.addHttpListener\(/g, port: at(0), why: 'undertow' },
  { call: /\b(?:new\s+)?HTTPServer\(/g, port: at(0), needs: /prometheus/, role: 'metrics', why: 'prometheus' },
  { call: /\bHTTPServer\.builder\(\s*\)\s*\.port\(/g, port: at(0), role: 'metrics', why: 'prometheus' },
  { call: /\bNanoHTTPD\(|\bsuper\(/g, port: at(0), needs: /\bNanoHTTPD\b/, why: 'nanohttpd' },
  { call: /\.createHttpServer\(|\bHttpServerOptions\(\s*\)\s*\.setPort\(/g, port: at(0), why: 'vertx' },
]

export const CSHARP: readonly ListenRule[] = [
  { call: /\.UseUrls\(/g, port: at(0), why: 'UseUrls' },
  { call: /\b\w*[aA]pp\w*\.Run(?:Async)?\(|\bUrls\.Add\(/g, port: at(0), why: 'Run' },
  { call: /\.ListenAnyIP\(|\.ListenLocalhost\(/g, port: at(0), why: 'Kestrel' },
  {
    call: /\b\w*(?:options?|kestrel|serverOptions|opts?|o|k|server)\w*\.Listen\(/gi,
    port: at(1),
    needs: /Kestrel/,
    why: 'Kestrel',
  },
  {
    call: /\bnew\s+(?:\w+\.)*TcpListener\(/g,
    port: (masked, args) => at(1)(masked, args) ?? at(0)(masked, args),
    why: 'TcpListener',
  },
  { call: /\bTcpListener\.Create\(/g, port: at(0), why: 'TcpListener' },
  { call: /\.Prefixes\.Add\(/g, port: at(0), why: 'HttpListener' },
  { call: /\bnew\s+(?:\w+\.)*ServerPort\(/g, port: at(1), role: 'grpc', why: 'grpc' },
  { call: /\b(?:new\s+)?(?:Kestrel)?MetricServer\(/g, port: at(0), role: 'metrics', why: 'prometheus' },
  { call: /\.Bind\(/g, port: at(0), needs: /\bnew\s+Socket\(/, why: 'socket' },
]

export const GO: readonly ListenRule[] = [
  { call: /\bListenAndServe(?:TLS)?\(/g, port: at(0), why: 'ListenAndServe' },
  { call: /\bhttp\.Server\{/g, port: named('Addr'), why: 'http.Server' },
  {
    call: /\bnet\.Listen\(|\.Listen\(\s*ctx\s*,|\bnet\.ListenPacket\(|\btls\.Listen\(/g,
    port: at(1),
    why: 'net.Listen',
  },
  { call: /\b\w+\.Run(?:TLS)?\(/g, port: at(0), needs: /gin-gonic|kataras\/iris|beego/, fallback: 8080, why: 'gin' },
  { call: /\b\w+\.Start(?:TLS|Server)?\(/g, port: at(0), needs: /labstack\/echo/, why: 'echo' },
  { call: /\b\w+\.Listen(?:TLS)?\(/g, port: at(0), needs: /gofiber\/fiber|kataras/, why: 'fiber' },
]

export const RUST: readonly ListenRule[] = [
  { call: /\bTcpListener::bind\(|\bUdpSocket::bind\(/g, port: at(0), why: 'TcpListener' },
  {
    call: /\.bind\(|\.bind_rustls\w*\(|\bServer::bind\(|\bServer::try_bind\(/g,
    port: at(0),
    needs: /HttpServer|Server::|hyper|axum/,
    why: 'bind',
  },
  { call: /\.run\(|\.bind\(|\.try_bind\(/g, port: at(0), needs: /warp::serve/, why: 'warp' },
  { call: /\.serve\(|\.serve_with_shutdown\(/g, port: at(0), needs: /tonic/, role: 'grpc', why: 'tonic' },
  { call: /\.listen\(/g, port: at(0), needs: /\btide\b|\bpoem\b/, why: 'listen' },
]

export const RUBY: readonly ListenRule[] = [
  {
    call: /\bTCPServer\.(?:new|open)\(/g,
    port: (masked, args) => at(1)(masked, args) ?? at(0)(masked, args),
    why: 'TCPServer',
  },
  { call: /\bHTTPServer\.new\(|\.run!?\(|\bHandler::\w+\.run\(/g, port: named('Port', 'port'), why: 'webrick' },
  { call: /\.add_http2_port\(/g, port: at(0), role: 'grpc', why: 'grpc' },
]

export const PHP: readonly ListenRule[] = [
  {
    call: /\bnew\s+[\w\\]*(?:Http\\Server|WebSocket\\Server|Server)\(/g,
    port: at(1),
    needs: /[sS]woole/,
    why: 'swoole',
  },
  {
    call: /\bnew\s+[\w\\]*(?:SocketServer|TcpServer|Worker|HttpServer)\(/g,
    port: at(0),
    needs: /React|Workerman/,
    why: 'socket',
  },
  { call: /\bstream_socket_server\(/g, port: at(0), why: 'stream_socket_server' },
  { call: /\bsocket_bind\(/g, port: at(2), why: 'socket_bind' },
]
