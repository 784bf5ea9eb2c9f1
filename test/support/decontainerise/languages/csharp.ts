// C#: ASP.NET Core services.
import { joined, type Pieces, p } from '../pieces.ts'
import { ownAddress, ownPort, type Syntax } from '../syntax.ts'
import { named } from '../world.ts'

export const csharp: Syntax = {
  language: 'csharp',
  constantStyle: 'pascal',
  localStyle: 'camel',
  str: (text, rng) => (rng.chance(0.15) ? p`@"${text}"` : p`"${text}"`),
  comment: (text) => p`// ${text}`,
  constant: (name, value, kind) => p`private const ${kind === 'text' ? 'string' : 'int'} ${name} = ${value};`,
  local: (name, value) => p`var ${name} = ${value};`,
  env: (variable, fallback) => p`Environment.GetEnvironmentVariable("${variable}") ?? ${fallback}`,
  envNumber: (variable, fallback) => p`int.Parse(Environment.GetEnvironmentVariable("${variable}") ?? "${fallback}")`,
  concat: (parts) => joined(parts, ' + '),
  template: (parts, rng) => {
    if (rng.chance(0.3)) {
      const refs = parts.flatMap((one) => ('ref' in one ? [one.ref] : []))
      let index = 0
      const text = parts.flatMap((one): Pieces => ('ref' in one ? [`{${index++}}`] : one))
      return p`string.Format("${text}", ${refs.join(', ')})`
    }
    return p`$"${parts.flatMap((one): Pieces => ('ref' in one ? [`{${one.ref}}`] : one))}"`
  },
  list: (items) => p`new[] { ${joined(items, ', ')} }`,
  get: (url) => p`await http.GetStringAsync(${url});`,
  dial: (host, port) => p`new TcpClient(${host}, ${port}).Dispose();`,
  record: (name, host, port) => p`private readonly Target ${name} = new() { Host = ${host}, Port = ${port} };`,
  parameters: (name, host, port) =>
    p`private static TcpClient ${name}(string host = ${host}, int port = ${port}) => new(host, port);`,
  log: (text) => p`log.LogInformation(${text});`,
  fail: (text) => p`problems.Add(new InvalidOperationException(${text}));`,
  isLocal: (text) => p`var near = request.Host.Host == ${text};`,
  orElse: (text) => p`name = parsed?.Host ?? ${text};`,
  cors: (origin) => p`policy.WithOrigins(${origin});`,
  program: (self, rng) => {
    const kind = named([self.id], 'pascal')
    const inCode = rng.chance(0.5)
    return {
      main: {
        file: `${kind}Worker.cs`,
        head: p`using System.Net.Sockets;\nusing Microsoft.AspNetCore.Cors.Infrastructure;\n\nnamespace Shore.${kind};\n\npublic class ${kind}Worker(HttpClient http, ILogger<${kind}Worker> log)\n{\n    private readonly List<Exception> problems = new();\n    private string? name;\n`,
        between: p`\n    public async Task Work(HttpRequest request, Uri? parsed, CorsPolicyBuilder policy)\n    {\n`,
        tail: p`    }\n}\n`,
        indentTop: '    ',
        indentBody: '        ',
      },
      others: {
        'Program.cs': p`var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddHttpClient<Shore.${kind}.${kind}Worker>();\nvar app = builder.Build();\napp.MapGet("/health", () => "up");\n${
          inCode ? p`app.Run("http://${ownAddress(self)}");\n` : p`app.Run();\n`
        }`,
        ...(inCode
          ? {}
          : { 'appsettings.json': p`{\n  "Urls": "http://*:${ownPort(self)}",\n  "AllowedHosts": "*"\n}\n` }),
        [`${kind}.csproj`]: [
          '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <PropertyGroup>\n    <TargetFramework>net8.0</TargetFramework>\n    <ImplicitUsings>enable</ImplicitUsings>\n  </PropertyGroup>\n</Project>\n',
        ],
      },
    }
  },
}
