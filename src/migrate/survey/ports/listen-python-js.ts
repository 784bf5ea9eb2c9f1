// Calls that listen, Python and JavaScript: migration.md 7, first two rows.
import { at, type ListenRule, named } from './listen-rule.ts'

export const PYTHON: readonly ListenRule[] = [
  { call: /\bstart_http_server\(|\bstart_wsgi_server\(/g, port: at(0), role: 'metrics', why: 'prometheus_client' },
  { call: /\b(?:uvicorn|hypercorn)\.(?:run|Config)\(/g, port: named('port'), fallback: 8000, why: 'uvicorn' },
  { call: /\bweb\.run_app\(/g, port: named('port'), fallback: 8080, why: 'aiohttp run_app' },
  { call: /\bTCPSite\(/g, port: at(2), fallback: 8080, why: 'aiohttp TCPSite' },
  {
    call: /\bsocketio\.run\(|\bsocket_io\.run\(/g,
    port: at(2),
    fallback: 5000,
    why: 'flask-socketio',
  },
  {
    call: /\bbottle\.run\(|(?<![\w.])run\(/g,
    needs: /\b(?:import|from) bottle\b/,
    port: named('port'),
    fallback: 8080,
    why: 'bottle',
  },
  {
    call: /\b(?:\w*app\w*|application|server|api|flask|create_app\(\s*\))\.run\(/gi,
    needs: /\bflask\b|\bFlask\b|\bquart\b|\bconnexion\b|\bapiflask\b|\bdash\b/,
    port: at(1),
    fallback: 5000,
    why: 'flask',
  },
  { call: /\b\w*app\w*\.run\(/gi, needs: /\bsanic\b/, port: at(1), fallback: 8000, why: 'sanic' },
  { call: /\b\w*(?:app|server|api|application)\w*\.run(?:_server)?\(/gi, port: named('port'), why: 'run' },
  {
    call: /(?<![\w.])serve\(|\bwaitress\.serve\(/g,
    needs: /\bwaitress\b/,
    port: at(2),
    fallback: 8080,
    why: 'waitress',
  },
  {
    call: /\bwebsockets\.(?:\w+\.)*serve\(|(?<![\w.])serve\(/g,
    needs: /\bwebsockets\b/,
    port: at(2),
    why: 'websockets',
  },
  { call: /\b(?:asyncio\.)?start_server\(|\.create_server\(/g, port: at(2), why: 'asyncio' },
  { call: /\badd_(?:insecure|secure)_port\(/g, port: at(0), role: 'grpc', why: 'grpc' },
  {
    call: /\b(?:Threading)?(?:Mixin)?\w*(?:HTTP|TCP|UDP|WSGI|XMLRPC|JSONRPC)Server\(/g,
    port: at(0),
    why: 'socket server',
  },
  { call: /\bmake_server\(|\brun_simple\(/g, port: at(1), why: 'wsgi server' },
  {
    call: /\beventlet\.listen\(|\.bind\(/g,
    needs: /\blisten\(|\beventlet\b|\bcreate_server\b/,
    port: at(0),
    why: 'socket',
  },
  { call: /\.listen\(/g, needs: /\btornado\b|\bcherrypy\b|\bHTTPServer\b|\bTCPServer\b/, port: at(0), why: 'tornado' },
  { call: /\brun_server\(/g, port: named('port'), fallback: 8050, why: 'dash' },
]

export const JAVASCRIPT: readonly ListenRule[] = [
  { call: /\.listen\(/g, port: at(0, 'port'), why: 'listen' },
  { call: /\bWebSocketServer\(|\bWebSocket\.Server\(|\bws\.Server\(/g, port: named('port'), why: 'ws' },
  {
    call: /\bnew\s+(?:Server|SocketIO\w*|io)\(|\brequire\(\s*["' ]*\)\(/g,
    needs: /socket\.io["']/,
    port: at(0),
    why: 'socket.io',
  },
  { call: /\bHapi\.[sS]erver\(/g, port: named('port'), why: 'hapi' },
  { call: /\.bindAsync\(|\.bind\(/g, needs: /grpc/, port: at(0), role: 'grpc', why: 'grpc' },
  { call: /\bDeno\.serve\(/g, port: named('port'), fallback: 8000, why: 'Deno.serve' },
  { call: /\bBun\.serve\(/g, port: named('port'), fallback: 3000, why: 'Bun.serve' },
  { call: /(?<![\w.])serve\(/g, port: named('port'), fallback: 3000, needs: /@hono\/node-server|srvx/, why: 'hono' },
  { call: /(?<![\w.])serve\(/g, port: named('port'), fallback: 8000, needs: /deno\.land|jsr:/, why: 'deno' },
  { call: /\bstartStandaloneServer\(/g, port: named('port'), fallback: 4000, why: 'apollo' },
  {
    call: /\bcreateMicroservice\b[^(]*\(/g,
    port: named('port'),
    fallback: 3000,
    needs: /Transport\.TCP/,
    why: 'nest tcp',
  },
  { call: /\b(?:run|start)(?:Service|Server|App)\(/g, port: named('port'), why: 'start' },
]
