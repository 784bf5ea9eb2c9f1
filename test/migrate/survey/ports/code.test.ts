import { describe, expect, test } from 'vitest'
import { listeningIn } from '../../../../src/migrate/survey/ports/code.ts'
import { isSettingsFile, settingsOf } from '../../../../src/migrate/survey/settings.ts'
import { openSources } from '../../../../src/migrate/survey/sources.ts'
import { memoryFiles } from '../../../support/rewrite.ts'

function ports(file: string, text: string, others: Record<string, string> = {}): string[] {
  const sources = openSources(memoryFiles({ [file]: text, ...others }))
  const settings = sources.list.filter(isSettingsFile).flatMap((one) => settingsOf(sources, one))
  const files = sources.list.filter((one) => !isSettingsFile(one))
  return files
    .flatMap((one) => listeningIn(one, { sources, files, settings }))
    .filter((one) => one.port !== undefined || one.variables.length > 0)
    .map(
      (one) =>
        `${one.port ?? '?'} ${one.role}${one.isDefault ? ' default' : ''}${one.variables.map((name) => ` ${name}`).join('')}`,
    )
}

describe('Python', () => {
  test.each([
    ['from flask import Flask\napp.run(host="127.0.0.1", port=6101)', ['6101 main']],
    ['from flask import Flask\napp.run("127.0.0.1", 6101)', ['6101 main']],
    ['from flask import Flask\napp.run(debug=True)', ['5000 main default']],
    ['from flask import Flask\napp.run(port=int(os.environ.get("PORT", "6102")))', ['6102 main PORT']],
    [
      'from flask import Flask\nPORT = int(os.getenv("QUAY_PORT") or 6103)\napp.run(port=PORT)',
      ['6103 main QUAY_PORT'],
    ],
    ['import uvicorn\nuvicorn.run("app:app", host="0.0.0.0", port=6104)', ['6104 main']],
    ['import uvicorn\nuvicorn.run(app)', ['8000 main default']],
    [
      'import uvicorn\nclass Settings(BaseSettings):\n    port: int = 6105\nsettings = Settings()\nuvicorn.run(app, port=settings.port)',
      ['6105 main PORT'],
    ],
    ['from aiohttp import web\nweb.run_app(app, port=6106)', ['6106 main']],
    ['from aiohttp import web\nweb.run_app(app)', ['8080 main default']],
    ['server.add_insecure_port("[::]:50051")', ['50051 grpc']],
    ['server.add_insecure_port(f"[::]:{port}")\nport = 50052', ['50052 grpc']],
    ['start_http_server(9101)', ['9101 metrics']],
    ['asyncio.start_server(handle, "127.0.0.1", 6107)', ['6107 main']],
    ['import websockets\nasync with websockets.serve(h, "localhost", 6108): pass', ['6108 main']],
    ['HTTPServer(("", 6109), H).serve_forever()', ['6109 main']],
    ['import tornado.web\napp.listen(6110)', ['6110 main']],
    ['from waitress import serve\nserve(app, host="0.0.0.0", port=6111)', ['6111 main']],
    [
      'p.add_argument("--port", type=int, default=6112)\nargs = p.parse_args()\nHTTPServer(("", args.port), H)',
      ['6112 main'],
    ],
    ['def serve(port):\n    HTTPServer(("", port), H).serve_forever()\nserve(6113)', ['6113 main']],
    [
      'import yaml\ncfg = yaml.safe_load(open("config.yaml"))\nHTTPServer((cfg["server"]["host"], cfg["server"]["port"]), H)',
      ['6114 main'],
    ],
    ['# HTTPServer(("", 6115), H)\n"""\napp.run(port=1)\n"""', []],
    ['r = redis.Redis(host="localhost", port=6379)', []],
    [
      'from flask import Flask\nr = redis.Redis(host="localhost", port=6379)\nport = int(os.environ.get("PORT", "6116"))\napp.run(port=port)',
      ['6116 main PORT'],
    ],
    ['from flask import Flask\nLINK = {\n  "port": 6378,\n}\nport = 6117\napp.run(port=port)', ['6117 main']],
    ['print("app.run(port=7777)")', []],
  ])('%s', (text, expected) =>
    expect(ports('main.py', text, { 'config.yaml': 'server:\n  host: x\n  port: 6114\n' })).toEqual(expected),
  )
})

describe('JavaScript', () => {
  test.each([
    ['app.listen(6201)', ['6201 main']],
    ["app.listen({ port: 6202, host: '127.0.0.1' })", ['6202 main']],
    ['const port = process.env.PORT || 6203\napp.listen(port, () => {})', ['6203 main PORT']],
    ['const { PORT = 6204 } = process.env\napp.listen(PORT)', ['6204 main']],
    ['http.createServer(h).listen(Number(process.env.QUAY_PORT ?? 6205), "127.0.0.1")', ['6205 main QUAY_PORT']],
    ['new WebSocketServer({ port: 6206 })', ['6206 main']],
    ['Hapi.server({ port: 6207, host: "localhost" })', ['6207 main']],
    ['import grpc from "@grpc/grpc-js"\ns.bindAsync("0.0.0.0:50061", c, cb)', ['50061 grpc']],
    ['import grpc from "@grpc/grpc-js"\ns.bindAsync(`0.0.0.0:${PORT}`, c, cb)\nconst PORT = 50062', ['50062 grpc']],
    ['Bun.serve({ fetch })', ['3000 main default']],
    ['Deno.serve({ port: 6208 }, h)', ['6208 main']],
    ['startStandaloneServer(s, { listen: { port: 6209 } })', ['6209 main']],
    ["const config = require('./config')\napp.listen(config.port)", ['6210 main PORT']],
    [
      'async function bootstrap() { const app = await NestFactory.create(M); await app.listen(process.env.PORT ?? 6211) }',
      ['6211 main PORT'],
    ],
    [
      'const PORT = 6212\nserver.listen(PORT)\nconst metricsPort = 9212\nmetricsServer.listen(metricsPort)',
      ['6212 main', '9212 metrics'],
    ],
    ['// app.listen(1)\n/* app.listen(2) */ const s = "app.listen(3)"', []],
    ['redis.createClient({ port: 6379 })', []],
    ["server.listen('/tmp/app.sock')", []],
    ['app.listen(0)', ['0 main']],
    ["import { port } from './settings.js'\napp.listen(port)", ['6213 main']],
  ])('%s', (text, expected) =>
    expect(
      ports('server.js', text, {
        'config.js': 'module.exports = { port: process.env.PORT || 6210 }',
        ...(text.includes('settings.js') ? { 'settings.js': 'export const port = 6213', 'config.js': '' } : {}),
      }),
    ).toEqual(expected),
  )
})

describe('Java and Kotlin', () => {
  test.each([
    ['A.java', 'HttpServer s = HttpServer.create(new InetSocketAddress("localhost", 6301), 0);', ['6301 main']],
    [
      'A.java',
      'int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "6302"));\nHttpServer.create(new InetSocketAddress(port), 0);',
      ['6302 main PORT'],
    ],
    ['A.java', 'private static final int PORT = 6303;\nnew ServerSocket(PORT);', ['6303 main']],
    ['A.java', 'import io.javalin.Javalin;\nJavalin.create().start(6304);', ['6304 main']],
    ['A.java', 'Server s = ServerBuilder.forPort(50071).build();', ['50071 grpc']],
    ['A.java', 'import static spark.Spark.*;\nport(6305);', ['6305 main']],
    ['A.java', 'import io.vertx.core.Vertx;\nvertx.createHttpServer().requestHandler(r).listen(6306);', ['6306 main']],
    ['A.java', 'import org.eclipse.jetty.server.Server;\nServer s = new Server(6307);', ['6307 main']],
    [
      'A.java',
      'class Api { private final int port;\n Api(int port) { this.port = port; }\n void go() { new ServerSocket(port); } }\nclass M { void m() { new Api(6308).go(); } }',
      ['6308 main'],
    ],
    ['A.kt', 'embeddedServer(Netty, port = 6309) { }', ['6309 main']],
    [
      'A.kt',
      'fun main() { val port = System.getenv("PORT")?.toInt() ?: 6310\n embeddedServer(Netty, port) {} }',
      ['6310 main PORT'],
    ],
    ['A.java', '// new ServerSocket(1)\nString s = "new ServerSocket(2)";', []],
    ['A.java', 'new Socket("localhost", 6311);', []],
  ])('%s %s', (file, text, expected) => expect(ports(file, text)).toEqual(expected))
})

describe('C#', () => {
  test.each([
    ['builder.WebHost.UseUrls("http://localhost:6401");', ['6401 main']],
    ['app.Run("http://0.0.0.0:6402");', ['6402 main']],
    [
      'builder.WebHost.ConfigureKestrel(o => { o.ListenAnyIP(6403); o.ListenLocalhost(6404); });',
      ['6403 main', '6404 main'],
    ],
    ['var l = new TcpListener(IPAddress.Loopback, 6405);', ['6405 main']],
    ['listener.Prefixes.Add("http://+:6406/");', ['6406 main']],
    [
      'var port = Environment.GetEnvironmentVariable("PORT") ?? "6407";\napp.Run($"http://0.0.0.0:{port}");',
      ['6407 main PORT'],
    ],
    ['app.Run();', []],
    ['new TcpClient("localhost", 6408);', []],
  ])('%s', (text, expected) => expect(ports('Program.cs', text)).toEqual(expected))
})

describe('Go', () => {
  test.each([
    ['http.ListenAndServe(":6501", nil)', ['6501 main']],
    ['addr := flag.String("addr", ":6502", "listen")\nhttp.ListenAndServe(*addr, nil)', ['6502 main']],
    ['srv := &http.Server{Addr: "127.0.0.1:6503", Handler: m}\nsrv.ListenAndServe()', ['6503 main']],
    [
      'port := os.Getenv("PORT")\nif port == "" {\n port = "6504"\n}\nhttp.ListenAndServe(":"+port, nil)',
      ['6504 main PORT'],
    ],
    [
      'var port int\nflag.IntVar(&port, "port", 6505, "p")\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)',
      ['6505 main'],
    ],
    ['lis, err := net.Listen("tcp", ":50081")', ['50081 main']],
    ['import "github.com/gin-gonic/gin"\nr.Run()', ['8080 main default']],
    ['import "github.com/gin-gonic/gin"\nr.Run(":6506")', ['6506 main']],
    ['import "github.com/labstack/echo/v4"\ne.Logger.Fatal(e.Start(":6507"))', ['6507 main']],
    ['import "github.com/gofiber/fiber/v2"\napp.Listen(":6508")', ['6508 main']],
    [
      'type Config struct {\n Port int `env:"QUAY_PORT" envDefault:"6509"`\n}\nhttp.ListenAndServe(fmt.Sprintf(":%d", cfg.Port), nil)',
      ['6509 main QUAY_PORT'],
    ],
    [
      'viper.SetDefault("port", 6510)\nport := viper.GetInt("port")\nhttp.ListenAndServe(fmt.Sprintf(":%d", port), nil)',
      ['6510 main'],
    ],
    ['http.ListenAndServe(":http", nil)', ['80 main']],
    [
      'func env(k, d string) string { return d }\nhttp.ListenAndServe(":"+env("PORT", "6511"), nil)',
      ['6511 main PORT'],
    ],
    ['net.Dial("tcp", "localhost:6512")', []],
  ])('%s', (text, expected) => expect(ports('main.go', text)).toEqual(expected))
})

describe('Rust, Ruby, PHP', () => {
  test.each([
    ['main.rs', 'let l = TcpListener::bind("127.0.0.1:6601").await?;', ['6601 main']],
    ['main.rs', 'HttpServer::new(|| App::new()).bind(("0.0.0.0", 6602))?.run().await', ['6602 main']],
    ['main.rs', 'let addr = SocketAddr::from(([127, 0, 0, 1], 6603));\naxum::Server::bind(&addr)', ['6603 main']],
    [
      'main.rs',
      'let port: u16 = env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(6604);\nTcpListener::bind(format!("0.0.0.0:{}", port))',
      ['6604 main PORT'],
    ],
    [
      'main.rs',
      '#[arg(long, default_value_t = 6605)]\n port: u16,\n}\nTcpListener::bind(("0.0.0.0", args.port))',
      ['6605 main'],
    ],
    ['a.rb', 'TCPServer.new("127.0.0.1", 6606)', ['6606 main']],
    ['a.php', '<?php $s = new Swoole\\Http\\Server("0.0.0.0", 6607);', ['6607 main']],
  ])('%s %s', (file, text, expected) => expect(ports(file, text)).toEqual(expected))
})
