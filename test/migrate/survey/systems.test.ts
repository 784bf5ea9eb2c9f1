// Systems of several services a language, as people really lay them out: what is a service, what it is called, where it listens.
import { expect, test } from 'vitest'
import { lines, servicesOf } from './systems.ts'

const COMPOSEANDABATCHFILE = {
  'docker-compose.yml':
    'services:\n  quay:\n    build: ./quay\n    ports:\n      - "7701:8080"\n    environment:\n      PORT: 8080\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n',
  'crane/crane.py':
    'import os\nfrom http.server import HTTPServer\nfrom prometheus_client import start_http_server\nif __name__ == "__main__":\n    start_http_server(9999)\n    HTTPServer(("", int(os.environ["CRANE_PORT"])), H).serve_forever()\n',
  'crane/start.bat':
    '@echo off\r\nset CRANE_PORT=7702\r\ncd /d %~dp0\r\n"C:\\Python311\\python.exe" crane.py --metrics-port 7792\r\n',
  'quay/Dockerfile': 'FROM node:20\nEXPOSE 8080\nCMD ["node", "server.js"]\n',
  'quay/server.js': 'require("http").createServer().listen(process.env.PORT)\n',
}

test('compose and a batch file', async () => {
  expect(await lines(COMPOSEANDABATCHFILE)).toMatchInlineSnapshot(`
    [
      "crane | crane | python | 7702 r2 | 7792 metrics r1",
      "quay | quay | javascript | 8080 r1",
    ]
  `)
})

const COMPOSEWITHSHAREDPARTS = {
  'compose.yaml':
    'x-app: &app\n  build: { context: ., dockerfile: docker/Dockerfile }\n  environment: &env\n    LOG: info\n' +
    'services:\n' +
    '  quay:\n    <<: *app\n    build: ./quay\n    environment: { <<: *env, PORT: "7711" }\n' +
    '  crane:\n    build: { context: ., dockerfile: crane/Dockerfile }\n    command: ["node", "crane.js", "--port", "7712"]\n' +
    '    ports: [{ target: 7712, published: 7702 }]\n',
  'crane/Dockerfile': 'FROM node:22\nENTRYPOINT ["node", "crane.js"]\n',
  'crane/crane.js': 'require("http").createServer().listen(Number(process.argv[3]))\n',
  'quay/Dockerfile': 'FROM node:22\nCMD ["node", "server.js"]\n',
  'quay/server.js': 'require("http").createServer().listen(process.env.PORT)\n',
}

test('a compose file whose services share parts by anchors and merge keys, ports in their long form', async () => {
  expect(await lines(COMPOSEWITHSHAREDPARTS)).toMatchInlineSnapshot(`
    [
      "crane | crane | javascript | 7712 r1",
      "quay | quay | javascript | 7711 r2",
    ]
  `)
  const found = await servicesOf(COMPOSEWITHSHAREDPARTS)
  expect(found.map(({ id, published }) => [id, published])).toEqual([
    ['crane', [{ host: 7702, container: 7712 }]],
    ['quay', []],
  ])
})

const ANETSOLUTION = {
  'Clinic.sln': 'Microsoft Visual Studio Solution',
  'src/Clinic.Billing/Clinic.Billing.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
  'src/Clinic.Billing/Program.cs':
    'namespace X; public class Program { public static void Main(string[] args) => CreateHostBuilder(args).Build().Run();\n public static IHostBuilder CreateHostBuilder(string[] args) => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<Startup>()); }',
  'src/Clinic.Billing/Properties/launchSettings.json':
    '{\n"profiles": {\n"http": {\n"applicationUrl": "https://localhost:7303;http://localhost:7302"}}}',
  'src/Clinic.Core/Clinic.Core.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
  'src/Clinic.Core/Thing.cs': 'public class Thing {}',
  'src/Clinic.Mailer/Clinic.Mailer.csproj': '<Project Sdk="Microsoft.NET.Sdk.Worker"></Project>',
  'src/Clinic.Mailer/Program.cs': 'var host = Host.CreateApplicationBuilder(args);\nhost.Build().Run();',
  'src/Clinic.Records/Clinic.Records.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
  'src/Clinic.Records/Program.cs':
    'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\napp.MapHealthChecks("/healthz");\napp.Run();\n',
  'src/Clinic.Records/appsettings.json':
    '{\n "Urls": "http://localhost:7301",\n "ConnectionStrings": {"Main": "Server=localhost"}\n}',
  'src/Clinic.Records/Properties/launchSettings.json':
    '{"profiles": {"http": {"applicationUrl": "http://localhost:5555"}}}',
  'tests/Clinic.Records.Tests/Clinic.Records.Tests.csproj': '<Project Sdk="Microsoft.NET.Sdk"></Project>',
  'tests/Clinic.Records.Tests/Program.cs': 'class P { static void Main(string[] a) { WebApplication.Create(); } }',
}

test('a .NET solution', async () => {
  expect(await lines(ANETSOLUTION)).toMatchInlineSnapshot(`
    [
      "clinic-billing | src/Clinic.Billing | csharp | 7302 r5",
      "clinic-mailer | src/Clinic.Mailer | csharp",
      "clinic-records | src/Clinic.Records | csharp | 7301 r3",
    ]
  `)
})

const ONEGOMODULESEVERALCOMMANDS = {
  'go.mod': 'module example.org/weather\n\ngo 1.22\n',
  'cmd/forecast/main.go':
    'package main\nimport (\n "flag"\n "net/http"\n)\nvar addr = flag.String("addr", "127.0.0.1:7202", "x")\nfunc main() { flag.Parse(); http.ListenAndServe(*addr, nil) }\n',
  'cmd/migrate/main.go': 'package main\nimport "fmt"\nfunc main() { fmt.Println("x") }\n',
  'cmd/station/main.go':
    'package main\nimport (\n "example.org/weather/internal/web"\n)\nfunc main() { web.Serve(":7201") }\n',
  'internal/web/web.go':
    'package web\nimport "net/http"\nfunc Serve(addr string) error { http.HandleFunc("/healthz", nil); return http.ListenAndServe(addr, nil) }\n',
}

test('one Go module, several commands', async () => {
  expect(await lines(ONEGOMODULESEVERALCOMMANDS)).toMatchInlineSnapshot(`
    [
      "forecast | cmd/forecast | go | 7202 r4",
      "station | cmd/station | go | 7201 r4",
    ]
  `)
})

const MAVENMODULESANDASTARTSCRIPT = {
  'pom.xml':
    '<project><groupId>x</groupId><artifactId>harbour</artifactId><packaging>pom</packaging><modules><module>depot-service</module><module>tariff-service</module><module>common</module></modules></project>',
  'start-all.sh':
    '#!/bin/bash\ncd "$(dirname "$0")"\njava -jar depot-service/target/depot-service-1.0.jar &\nSERVER_PORT=7102 java -jar tariff-service/target/tariff-service-1.0.jar --spring.profiles.active=dev &\nwait\n',
  'common/pom.xml':
    '<project><parent><artifactId>harbour</artifactId></parent><artifactId>common</artifactId></project>',
  'common/src/main/java/com/harbour/common/Client.java': 'package com.harbour.common;\npublic class Client { }\n',
  'depot-service/pom.xml':
    '<project><parent><artifactId>harbour</artifactId></parent><artifactId>depot-service</artifactId><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies></project>',
  'depot-service/src/main/java/com/harbour/depot/DepotApplication.java':
    'package com.harbour.depot;\n@SpringBootApplication\npublic class DepotApplication { public static void main(String[] a) { SpringApplication.run(DepotApplication.class, a); } }\n',
  'depot-service/src/main/resources/application.yml':
    'server:\n  port: ${DEPOT_PORT:7101}\nmanagement:\n  server:\n    port: 7191\nspring:\n  application:\n    name: depot\n---\nspring:\n  config:\n    activate:\n      on-profile: prod\nserver:\n  port: 9999\n',
  'tariff-service/pom.xml':
    '<project><parent><artifactId>harbour</artifactId></parent><artifactId>tariff-service</artifactId><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies></project>',
  'tariff-service/src/main/java/com/harbour/tariff/TariffApplication.java':
    'package com.harbour.tariff;\n@SpringBootApplication\npublic class TariffApplication { public static void main(String[] a) { SpringApplication.run(TariffApplication.class, a); } }\n',
}

test('Maven modules and a start script', async () => {
  expect(await lines(MAVENMODULESANDASTARTSCRIPT)).toMatchInlineSnapshot(`
    [
      "depot-service | depot-service | java | 7101 r3 | 7191 admin r3",
      "tariff-service | tariff-service | java | 7102 r2",
    ]
  `)
})

const NPMWORKSPACES = {
  'package.json':
    '{"name":"library","private":true,"workspaces":["packages/*"],"scripts":{"start":"concurrently \\"npm:start:*\\"","start:loans":"npm start -w @lib/loans"}}',
  'packages/catalogue/.env': 'PORT=1\n',
  'packages/catalogue/package.json': '{"name":"@lib/catalogue","scripts":{"start":"ts-node src/server.ts"}}',
  'packages/catalogue/src/server.ts':
    "import { start } from '@lib/shared'\nimport fastify from 'fastify'\nstart(app, 7402)\n",
  'packages/loans/package.json':
    '{"name":"@lib/loans","main":"dist/index.js","scripts":{"start":"node dist/index.js","dev":"tsx watch src/index.ts"}}',
  'packages/loans/src/config.ts':
    'export const cfg = { port: Number(process.env.PORT ?? 7401), redis: process.env.REDIS_URL }\n',
  'packages/loans/src/index.ts':
    "import express from 'express'\nimport { cfg } from './config'\nconst app = express()\napp.get('/health', ok)\napp.listen(cfg.port)\n",
  'packages/shared/package.json': '{"name":"@lib/shared","main":"src/index.ts"}',
  'packages/shared/src/index.ts': 'export function start(app, port) { app.listen(port) }\n',
  'packages/web/index.html': '<html>',
  'packages/web/package.json':
    '{"name":"@lib/web","scripts":{"dev":"vite --port 7403","build":"vite build"},"devDependencies":{"vite":"5"}}',
  'packages/web/vite.config.ts': 'export default { server: { port: 7404, proxy: {} } }\n',
  'packages/web/src/main.tsx': 'render()\n',
}

test('npm workspaces', async () => {
  expect(await lines(NPMWORKSPACES)).toMatchInlineSnapshot(`
    [
      "catalogue | packages/catalogue | typescript | 7402 r4",
      "loans | packages/loans | typescript | 7401 r4",
      "web | packages/web | typescript | 7403 r1",
    ]
  `)
})

const SEVERALPYTHONPROGRAMSBESIDEEACHOTHER = {
  Procfile:
    'gateway: gunicorn -b 127.0.0.1:7501 gateway:app\nbooking: python booking.py\nworker: celery -A jobs worker\n',
  'booking.py':
    'from flask import Flask\nimport common\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=common.PORT)\n',
  'common.py': 'PORT = 7502\n',
  'gateway.py': 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(port=5005)\n',
  'jobs.py': 'from celery import Celery\napp = Celery("jobs")\n',
  'requirements.txt': 'flask\n',
}

test('several Python programs beside each other', async () => {
  expect(await lines(SEVERALPYTHONPROGRAMSBESIDEEACHOTHER)).toMatchInlineSnapshot(`
    [
      "booking | . | python | 7502 r4",
      "gateway | . | python | 7501 r1",
      "worker | . | python",
    ]
  `)
})

const SYSTEMDUNITSOFANOTHERMACHINE = {
  'deploy/pager.service': '[Service]\nExecStart=/opt/clinic/pager/venv/bin/python /opt/clinic/pager/run.py\n',
  'deploy/rota.service':
    '[Service]\nWorkingDirectory=/opt/clinic/rota\nEnvironment=PORT=7601\nExecStart=/usr/bin/python3 -m uvicorn rota.api:app --host 127.0.0.1 --port ${PORT}\n',
  'pager/run.py':
    'import asyncio\nasync def main():\n  await asyncio.start_server(h, "127.0.0.1", 7602)\nasyncio.run(main())\n',
  'rota/requirements.txt': 'fastapi\n',
  'rota/rota/api.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\ndef h(): pass\n',
}

test('systemd units of another machine', async () => {
  expect(await lines(SYSTEMDUNITSOFANOTHERMACHINE)).toMatchInlineSnapshot(`
    [
      "pager | pager | python | 7602 r4",
      "rota | rota | python | 7601 r1",
    ]
  `)
})

const APYTHONREPOSITORYWITHASHAREDLIBRARY = {
  'requirements.txt': 'requests\n',
  'apps/common/__init__.py': '',
  'apps/common/server.py':
    'from http.server import HTTPServer\ndef run(port, handler):\n    HTTPServer(("0.0.0.0", port), handler).serve_forever()\n',
  'apps/ferry/conf.py': 'import os\nPORT = int(os.environ.get("FERRY_PORT", 8201))\n',
  'apps/ferry/main.py':
    'from apps.common.server import run\nfrom apps.ferry.conf import PORT\nif __name__ == "__main__":\n    run(PORT, H)\n',
  'apps/notifier/notifier.py': 'import time\nwhile True:\n    time.sleep(1)\n',
  'apps/notifier/requirements.txt': 'requests\n',
  'apps/ticket/main.py':
    'import sys\nsys.path.insert(0, "..")\nfrom common.server import run\nimport configparser\ncfg = configparser.ConfigParser()\ncfg.read("ticket.ini")\ndef main():\n    run(cfg.getint("http", "port"), H)\nif __name__ == "__main__":\n    main()\n',
  'apps/ticket/ticket.ini': '[http]\nhost = 127.0.0.1\nport = 8202\n[redis]\nport = 6379\n',
  'scripts/seed.py': 'if __name__ == "__main__":\n    while True: pass\n',
  'tests/test_x.py': 'app.run(port=1)\n',
}

test('a Python repository with a shared library', async () => {
  expect(await lines(APYTHONREPOSITORYWITHASHAREDLIBRARY)).toMatchInlineSnapshot(`
    [
      "ferry | apps/ferry | python | 8201 r4",
      "notifier | apps/notifier | python",
      "ticket | apps/ticket | python | 8202 r3",
    ]
  `)
})

const PYTHONWEBFRAMEWORKS = {
  'fast/README.md': 'run uvicorn app.main:app --port 8302',
  'fast/requirements.txt': 'fastapi\nuvicorn\n',
  'fast/run.bat': '@echo off\nuvicorn app.main:app --host 127.0.0.1 --port 8303 --reload\n',
  'fast/app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
  'fast2/main.py':
    'from fastapi import FastAPI\nimport uvicorn\nfrom settings import settings\napp = FastAPI()\nif __name__ == "__main__":\n    uvicorn.run("main:app", host=settings.host, port=settings.port)\n',
  'fast2/settings.py':
    'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    host: str = "127.0.0.1"\n    port: int = 8304\n    redis_port: int = 6379\n    class Config:\n        env_prefix = "FAST_"\nsettings = Settings()\n',
  'shop/manage.py':
    'import os, sys\nif __name__ == "__main__":\n    from django.core.management import execute_from_command_line\n    execute_from_command_line(sys.argv)\n',
  'shop/start.sh': '#!/bin/sh\npython manage.py migrate\nexec python manage.py runserver 127.0.0.1:8301\n',
  'shop/shop/settings.py': 'ALLOWED_HOSTS=["localhost"]\n',
}

test('Python web frameworks', async () => {
  expect(await lines(PYTHONWEBFRAMEWORKS)).toMatchInlineSnapshot(`
    [
      "fast | fast | python | 8303 r1",
      "fast2 | fast2 | python | 8304 r4",
      "shop | shop | python | 8301 r1",
    ]
  `)
})

const PM2ANDFRONTENDS = {
  'ecosystem.config.js':
    "module.exports = {\n apps: [\n  { name: 'pilot', script: './pilot/index.js', env: { PORT: 8401 } },\n  { name: 'tug', script: 'server.js', cwd: './tug', args: '--port 8402' },\n  { name: 'mail', script: 'python', args: 'mail.py', interpreter: 'none', cwd: 'mail' } ]\n}\n",
  'mail/mail.py': 'while True:\n  pass\n',
  'nest/package.json': '{"name":"nest","scripts":{"start":"nest start","start:prod":"node dist/main"}}',
  'nest/src/main.ts':
    "import { NestFactory } from '@nestjs/core'\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule)\n  const config = app.get(ConfigService)\n  await app.listen(config.get('PORT', 8403))\n}\nbootstrap()\n",
  'nextapp/package.json':
    '{"name":"nextapp","scripts":{"dev":"next dev","start":"next start -p 8404","build":"next build"}}',
  'nextapp/pages/index.jsx': 'export default () => null\n',
  'ng/angular.json': '{"projects":{"ng":{"architect":{"serve":{"options":{"port":8405}}}}}}',
  'ng/package.json': '{"name":"ng","scripts":{"start":"ng serve"}}',
  'ng/proxy.conf.json': '{"/api":{"target":"http://localhost:8401"}}',
  'ng/src/main.ts': 'bootstrapApplication(App)\n',
  'pilot/index.js':
    "const express = require('express')\nconst app = express()\nconst port = process.env.PORT || 3000\napp.get('/healthz', ok)\napp.listen(port)\n",
  'tug/server.js':
    "const argv = require('minimist')(process.argv.slice(2), {default: {port: 9}})\nrequire('http').createServer(h).listen(argv.port)\n",
}

test('pm2 and front ends', async () => {
  expect(await lines(PM2ANDFRONTENDS)).toMatchInlineSnapshot(`
    [
      "mail | mail | python",
      "nest | nest | typescript | 8403 r4",
      "nextapp | nextapp | javascript | 8404 r1",
      "ng | ng | typescript | 8405 r3",
      "pilot | pilot | javascript | 8401 r2",
      "tug | tug | javascript | 8402 r1",
    ]
  `)
})

const JVMPROGRAMSOFALLKINDS = {
  'grpc/pom.xml': '<project><artifactId>grpc</artifactId></project>',
  'grpc/src/main/java/g/Config.java':
    'package g;\nclass Config { static int port() { return Integer.parseInt(System.getenv().getOrDefault("GRPC_PORT", "8504")); } }\n',
  'grpc/src/main/java/g/GrpcServer.java':
    'package g;\nclass GrpcServer { private final int port; GrpcServer(int port) { this.port = port; }\n void start() { io.grpc.ServerBuilder.forPort(port).build(); } }\n',
  'grpc/src/main/java/g/Main.java':
    'package g;\npublic class Main {\n  private static final int METRICS_PORT = 8594;\n public static void main(String[] a) { new GrpcServer(Config.port()).start(); new HTTPServer(METRICS_PORT); } }\n',
  'ktor/build.gradle.kts': 'dependencies { implementation("io.ktor:ktor-server-netty") }',
  'ktor/src/main/kotlin/Application.kt':
    'import io.ktor.server.netty.*\nfun main(args: Array<String>): Unit = EngineMain.main(args)\n',
  'ktor/src/main/resources/application.conf': 'ktor {\n deployment {\n  port = 8502\n  port = ${?PORT}\n }\n}\n',
  'lock/start.sh': 'java -cp out lock.LockServer 8511\n',
  'lock/src/lock/LockServer.java':
    'package lock;\nimport com.sun.net.httpserver.HttpServer;\npublic class LockServer {\n  public static void main(String[] args) throws Exception {\n    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8501;\n    HttpServer s = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);\n    s.createContext("/health", h);\n  }\n}\n',
  'qk/pom.xml':
    '<project><artifactId>qk</artifactId><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-resteasy</artifactId></dependency></dependencies></project>',
  'qk/src/main/java/org/x/Res.java': 'package org.x;\n@Path("/x")\npublic class Res { }\n',
  'qk/src/main/resources/application.properties': 'quarkus.http.port=8503\n%dev.quarkus.http.port=1111\n',
}

test('JVM programs of all kinds', async () => {
  expect(await lines(JVMPROGRAMSOFALLKINDS)).toMatchInlineSnapshot(`
    [
      "grpc | grpc | java | 8504 grpc r4",
      "ktor | ktor | kotlin | 8502 r3",
      "lock | lock | java | 8511 r1",
      "qk | qk | java | 8503 r3",
    ]
  `)
})

const JAVASCRIPTFILESBESIDEEACHOTHER = {
  'package.json': '{"name":"x","scripts":{"alpha":"node services/alpha.js"}}',
  'services/alpha.js': "require('http').createServer(h).listen(8601)\n",
  'services/beta.js': "require('http').createServer(h).listen(8602)\n",
  'worker/index.js':
    "const { connect } = require('nats')\nasync function main() { const nc = await connect(); const sub = nc.subscribe('x'); for await (const m of sub) {} }\nmain()\n",
}

test('JavaScript files beside each other', async () => {
  expect(await lines(JAVASCRIPTFILESBESIDEEACHOTHER)).toMatchInlineSnapshot(`
    [
      "alpha | services | javascript | 8601 r4",
      "beta | services | javascript | 8602 r4",
      "worker | worker | javascript",
    ]
  `)
})

const RUBYPHPANDRUST = {
  Makefile: 'run-php:\n\tcd php && ./start.sh\ntest:\n\tpython -m pytest\n',
  'blog/Gemfile': 'gem "sinatra"\n',
  'blog/app.rb': 'require "sinatra/base"\nclass App < Sinatra::Base\n set :port, 8701\n get("/health") { "ok" }\nend\n',
  'blog/config.ru': 'require "./app"\nrun App\n',
  'php/composer.json': '{}',
  'php/start.sh': 'php -S 127.0.0.1:8702 -t public\n',
  'php/public/index.php': '<?php echo 1;\n',
  'rs/Cargo.toml': '[package]\nname = "rs"\n[dependencies]\naxum = "0.7"\n',
  'rs/src/main.rs':
    '#[tokio::main]\nasync fn main() {\n let listener = tokio::net::TcpListener::bind("127.0.0.1:8703").await.unwrap();\n axum::serve(listener, app).await;\n}\n',
}

test('Ruby, PHP and Rust', async () => {
  expect(await lines(RUBYPHPANDRUST)).toMatchInlineSnapshot(`
    [
      "blog | blog | ruby | 8701 r3",
      "php | php | php | 8702 r1",
      "rs | rs | rust | 8703 r4",
    ]
  `)
})

const WINDOWSSERVICES = {
  'install.bat':
    '@echo off\r\nset ROOT=C:\\museum\r\nnssm install MuseumGate "C:\\Program Files\\nodejs\\node.exe" server.js\r\nnssm set MuseumGate AppDirectory %ROOT%\\gate\r\nnssm set MuseumGate AppEnvironmentExtra GATE_PORT=8801 LOG=1\r\nsc create MuseumVault binPath= "C:\\museum\\vault\\Museum.Vault.exe --urls http://localhost:8802"\r\n',
  'start.ps1':
    '$env:TOUR_PORT = "8803"\nStart-Process -FilePath "python" -ArgumentList "tour.py","--port","8803" -WorkingDirectory "$PSScriptRoot\\tour"\n',
  'gate/server.js': 'app.listen(process.env.GATE_PORT)\n',
  'tour/tour.py':
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--port", type=int, default=5000)\na = p.parse_args()\nfrom http.server import ThreadingHTTPServer\nThreadingHTTPServer(("127.0.0.1", a.port), H).serve_forever()\n',
  'vault/Museum.Vault.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
  'vault/Program.cs': 'var b = WebApplication.CreateBuilder(args); b.Build().Run();\n',
}

test('Windows services', async () => {
  expect(await lines(WINDOWSSERVICES)).toMatchInlineSnapshot(`
    [
      "gate | gate | javascript | 8801 r2",
      "tour | tour | python | 8803 r1",
      "vault | vault | csharp | 8802 r1",
    ]
  `)
})

const SETTINGS = {
  'depot/main.py':
    'import json\nfrom http.server import ThreadingHTTPServer\nCONFIG = json.load(open("config.json"))\ndef main():\n    port = int(CONFIG["server"]["port"])\n    ThreadingHTTPServer(("127.0.0.1", port), H).serve_forever()\nif __name__ == "__main__":\n    main()\n',
  'depot/config.json': '{"server": {"port": 9101}, "redis": {"port": 6379}}',
  'fast/main.py':
    'import uvicorn\nfrom settings import settings\nif __name__ == "__main__":\n    uvicorn.run("main:app", port=settings.port)\n',
  'fast/settings.py':
    'class Settings(BaseSettings):\n    port: int = 9102\n    model_config = SettingsConfigDict(env_prefix="FAST_")\nsettings = Settings()\n',
  'fast/.env': 'FAST_PORT=9112\n',
  'api/src/index.ts': "import { env } from './env.js'\napp.listen({ port: env.PORT })\n",
  'api/src/env.ts':
    'export const env = z.object({ PORT: z.coerce.number().default(9103), REDIS_PORT: z.coerce.number().default(6379) }).parse(process.env)\n',
  'api/.env': 'PORT=9113\n',
  'api/package.json': '{"scripts": {"start": "node dist/index.js"}}',
  'booking/index.js': "require('dotenv').config()\nserver.listen(process.env.BOOKING_PORT)\n",
  'booking/.env': 'BOOKING_PORT=9104\n',
  'booking/.env.example': 'BOOKING_PORT=1\n',
  'www/bin/www': "var port = normalizePort(process.env.PORT || '9105')\nserver.listen(port)\n",
  'www/app.js': "var app = require('express')()\nmodule.exports = app\n",
  'www/package.json': '{"scripts": {"start": "node ./bin/www"}}',
  'svc/go.mod': 'module example.org/svc\n',
  'svc/main.go': 'package main\nimport "example.org/svc/internal/server"\nfunc main() {\n\tserver.New(cfg).Run()\n}\n',
  'svc/internal/server/server.go':
    'package server\nfunc (s *Server) Run() error {\n\taddr := fmt.Sprintf("%s:%d", s.cfg.Server.Host, s.cfg.Server.Port)\n\tsrv := &http.Server{Addr: addr}\n\treturn srv.ListenAndServe()\n}\n',
  'svc/config.yaml': 'server:\n  port: 9106\nredis:\n  port: 6379\n',
  'quay/src/main/java/q/App.java':
    'package q;\n@SpringBootApplication\npublic class App { public static void main(String[] a) { SpringApplication.run(App.class, a); } }',
  'quay/src/main/resources/application.properties': 'spring.profiles.active=local\nserver.port=1\n',
  'quay/src/main/resources/application-local.properties': 'server.port=9107\n',
  'quay/src/main/resources/application-prod.properties': 'server.port=2\n',
}

test('ports that settings tell', async () => {
  expect(await lines(SETTINGS)).toEqual([
    'api | api | typescript | 9113 r3',
    'booking | booking | javascript | 9104 r3',
    'depot | depot | python | 9101 r3',
    'fast | fast | python | 9112 r3',
    'quay | quay | java | 9107 r3',
    'svc | svc | go | 9106 r3',
    'www | www | javascript | 9105 r4',
  ])
})

test('the service manager is a variable of the script that installs the services', async () => {
  const server = 'require("http").createServer().listen(process.env.PORT)\n'
  expect(
    await lines({
      'ops/install.bat':
        'set NSSM=C:\\tools\\nssm.exe\r\nset ROOT=D:\\mill\r\n%NSSM% install mill-sluice node server.js\r\n%NSSM% set mill-sluice AppDirectory %ROOT%\\sluice\r\n%NSSM% set mill-sluice AppEnvironmentExtra PORT=7801\r\n',
      'ops/install.ps1':
        '$root = "D:\\mill"\n$nssm = "$root\\bin\\nssm.exe"\n& $nssm install mill-wheel node server.js\n& $nssm set mill-wheel AppDirectory "$root\\wheel"\n& $nssm set mill-wheel AppEnvironmentExtra PORT=7802\n',
      'sluice/server.js': server,
      'wheel/server.js': server,
    }),
  ).toMatchInlineSnapshot(`
    [
      "sluice | sluice | javascript | 7801 r2",
      "wheel | wheel | javascript | 7802 r2",
    ]
  `)
})
