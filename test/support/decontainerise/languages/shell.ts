// Bash and PowerShell: workers that ask their neighbours in a loop and listen to nobody.
import { joined, type Pieces, p } from '../pieces.ts'
import type { Syntax } from '../syntax.ts'

const dollar = (name: string): string => `$${name}`
/** A value that is a name alone is a variable. */
const valued = (value: Pieces, write: (name: string) => string): Pieces =>
  value.map((one) => (typeof one === 'string' && /^[A-Za-z_]\w*$/.test(one) ? write(one) : one))

export const bash: Syntax = {
  language: 'bash',
  isWorker: true,
  constantStyle: 'scream',
  localStyle: 'snake',
  str: (text, rng) => {
    const quote = rng.pick(['"', "'"])
    return p`${quote}${text}${quote}`
  },
  comment: (text) => p`# ${text}`,
  constant: (name, value) => p`${name}=${value}`,
  local: (name, value) => p`${name}=${value}`,
  env: (variable, fallback) => p`"$${`{${variable}:-`}${unquoted(fallback)}}"`,
  envNumber: (variable, fallback) => p`"$${`{${variable}:-`}${fallback}}"`,
  concat: (parts) => parts.flatMap((one) => quotedName(one)),
  template: (parts) => p`"${parts.flatMap((one): Pieces => ('ref' in one ? ['$', `{${one.ref}}`] : one))}"`,
  list: (items) => p`(${joined(items, ' ')})`,
  get: (url) => p`curl -fsS ${quotedName(url)} > /dev/null`,
  dial: (host, port) => p`nc -z ${quotedName(host)} ${quotedName(port)}`,
  log: (text) => p`echo ${text}`,
  fail: (text) => p`echo ${text} >&2`,
  isLocal: (text) => p`[ "$HOSTNAME" = ${text} ] && near=1`,
  program: (self) => ({
    main: {
      file: 'run.sh',
      head: p`#!/usr/bin/env bash\nset -u\n\n`,
      between: p`\nwork() {\n`,
      tail: p`}\n\nwhile true; do\n  work\n  sleep 5\ndone\n`,
      indentTop: '',
      indentBody: '  ',
    },
    others: { Procfile: [`worker: bash run.sh # ${self.id}\n`] },
  }),
}

export const powershell: Syntax = {
  language: 'powershell',
  isWorker: true,
  constantStyle: 'pascal',
  localStyle: 'camel',
  str: (text, rng) => {
    const quote = rng.pick(['"', "'"])
    return p`${quote}${text}${quote}`
  },
  comment: (text) => p`# ${text}`,
  constant: (name, value) => p`$${name} = ${value}`,
  local: (name, value) => p`$${name} = ${value}`,
  env: (variable, fallback) => p`if ($env:${variable}) { $env:${variable} } else { ${valued(fallback, dollar)} }`,
  concat: (parts) =>
    p`(${joined(
      parts.map((one) => valued(one, dollar)),
      ' + ',
    )})`,
  template: (parts) => p`"${parts.flatMap((one): Pieces => ('ref' in one ? ['$', `(${dollar(one.ref)})`] : one))}"`,
  list: (items) => p`@(${joined(items, ', ')})`,
  get: (url) => p`Invoke-RestMethod -Uri ${valued(url, dollar)} | Out-Null`,
  dial: (host, port) =>
    p`[System.Net.Sockets.TcpClient]::new(${valued(host, dollar)}, ${valued(port, dollar)}).Close()`,
  record: (name, host, port) => p`$${name} = @{ Host = ${host}; Port = ${port} }`,
  log: (text) => p`Write-Host ${text}`,
  fail: (text) => p`Write-Error ${text}`,
  isLocal: (text) => p`$near = $env:COMPUTERNAME -eq ${text}`,
  program: () => ({
    main: {
      file: 'worker.ps1',
      head: p`$ErrorActionPreference = 'Stop'\n\n`,
      between: p`\nfunction Invoke-Work {\n`,
      tail: p`}\n\nwhile ($true) {\n    Invoke-Work\n    Start-Sleep -Seconds 5\n}\n`,
      indentTop: '',
      indentBody: '    ',
    },
    others: { Procfile: ['worker: pwsh -File worker.ps1\n'] },
  }),
}

function quotedName(value: Pieces): Pieces {
  const [only] = value
  return value.length === 1 && typeof only === 'string' && /^[A-Za-z_]\w*$/.test(only) ? p`"$${only}"` : value
}

function unquoted(value: Pieces): Pieces {
  return value.map((one, index) => {
    if (typeof one !== 'string') return one
    const bare = one.replace(index === 0 ? /^["']/ : /^$/, '').replace(index === value.length - 1 ? /["']$/ : /$^/, '')
    return bare === one && /^[A-Za-z_]\w*$/.test(one) ? dollar(one) : bare
  })
}
