// Services that are a configuration file, a loop of a shell script, a worker of a queue.
import { describe, expect, it } from 'vitest'
import { lines, servicesOf } from '../systems.ts'

const unit = (line: string, more = ''): string => `[Service]\n${more}ExecStart=${line}\n`

describe('a server with a configuration of the tree', () => {
  const rows: [name: string, files: Record<string, string>, expected: string[]][] = [
    [
      'nginx: every listen that is no comment',
      {
        'units/gatehouse.service': unit('/usr/sbin/nginx -c /opt/quay/gatehouse/nginx.conf -g "daemon off;"'),
        'gatehouse/nginx.conf':
          'http {\n  server {\n    listen 127.0.0.1:7400;\n    # listen 7401;\n    location / { proxy_pass http://localhost:7301; }\n  }\n  server { listen [::]:7402; }\n  server {\n    listen 7403 default_server;\n  }\n}\n',
      },
      ['gatehouse | gatehouse | nginx | 7400 r3 | 7403 r3'],
    ],
    [
      'haproxy: binds, not the servers behind it',
      {
        Procfile: 'balance: haproxy -f spread/haproxy.cfg\n',
        'spread/haproxy.cfg': 'frontend all\n  bind *:7410\nbackend depot\n  server a 127.0.0.1:7301\n',
      },
      ['spread | spread | haproxy | 7410 r3'],
    ],
    [
      'logstash: inputs only',
      {
        'units/ship.service': unit('/usr/share/logstash/bin/logstash -f /opt/quay/ship/pipeline.conf'),
        'ship/pipeline.conf': 'input {\n  tcp { port => 7420 }\n}\noutput {\n  tcp { port => 7421 }\n}\n',
      },
      ['ship | ship | logstash | 7420 r3'],
    ],
    [
      'Tomcat: the connectors of its base',
      {
        'units/ledger.service': unit('/opt/tomcat/bin/catalina.sh run', 'Environment=CATALINA_BASE=/opt/quay/ledger\n'),
        'ledger/conf/server.xml':
          '<Server port="8005">\n<!-- <Connector port="7439" /> -->\n<Connector address="127.0.0.1" port="7430" />\n</Server>\n',
        'ledger/webapps/ledger/WEB-INF/web.xml': '<web-app/>',
      },
      ['ledger | ledger | java | 7430 r3'],
    ],
    [
      'PHP behind FPM: the pool listens',
      {
        'units/shop.service': unit(
          '/usr/sbin/php-fpm8.2 --fpm-config /opt/quay/shop/fpm.conf',
          'WorkingDirectory=/opt/quay/shop\n',
        ),
        'shop/composer.json': '{}',
        'shop/public/index.php': '<?php echo 1;\n',
        'shop/fpm.conf': '[www]\nlisten = 127.0.0.1:7440\nlisten.allowed_clients = 127.0.0.1\n',
      },
      ['shop | shop | php | 7440 r3'],
    ],
  ]
  it.each(rows)('%s', async (_name, files, expected) => {
    expect(await lines(files)).toEqual(expected)
  })

  it('is none of its own where it belongs to the host, or to the program it lies with', async () => {
    expect(
      await lines({
        'start.bat': 'start nginx.exe -c nginx/nginx.conf\n',
        'nginx/nginx.conf': 'http { server { listen 80; } }\n',
      }),
    ).toEqual([])
    expect(
      await lines({
        Procfile: 'front: nginx -c depot/front.conf\ndepot: node depot/server.js\n',
        'depot/front.conf': 'server {\n listen 7450;\n}\n',
        'depot/package.json': '{}',
        'depot/server.js': "require('node:http').createServer().listen(7301)\n",
      }),
    ).toEqual(['depot | depot | javascript | 7301 r4'])
  })

  it('starts by the words of its launcher, its configuration by the path in the service', async () => {
    const [found] = await servicesOf({
      Procfile: 'balance: haproxy -W -f spread/haproxy.cfg\n',
      'spread/haproxy.cfg': 'frontend all\n  bind *:7410\n',
    })
    expect(found!.command).toEqual(['haproxy', '-W', '-f', 'haproxy.cfg'])
  })
})

describe('a shell script under a launcher', () => {
  const loop = '#!/bin/bash\nset -e\nwhile true; do\n  curl -fsS "$URL"\n  sleep 60\ndone\n'
  it('is a service where it works, sleeps and begins again', async () => {
    expect(
      await lines({ Procfile: 'watch: URL=http://localhost:7301 ./watch/watch.sh\n', 'watch/watch.sh': loop }),
    ).toEqual(['watch | watch | shell'])
    expect(
      await lines({ 'start.bat': 'start "sync" "C:\\Git\\bin\\bash.exe" sync/sync.sh\n', 'sync/sync.sh': loop }),
    ).toEqual(['sync | sync | shell'])
  })

  it('is one in PowerShell, too', async () => {
    const work = "while ($true) {\n  Invoke-RestMethod -Uri 'http://localhost:7301/'\n  Start-Sleep -Seconds 60\n}\n"
    expect(
      await lines({ Procfile: 'watch: pwsh -NoProfile -File watch/Watch.ps1\n', 'watch/Watch.ps1': work }),
    ).toEqual(['watch | watch | powershell'])
  })

  it('is none where it ends by itself', async () => {
    const once = '#!/bin/sh\nuntil nc -z localhost 7301; do sleep 1; done\necho ready\n'
    expect(await lines({ Procfile: 'wait: ./tools/wait.sh\n', 'tools/wait.sh': once })).toEqual([])
  })
})

describe('a line that enters a folder first', () => {
  it('starts what lies there: a worker of a queue', async () => {
    expect(
      await lines({
        Procfile: 'reminders: cd reminders && celery -A tasks worker -B\n',
        'reminders/tasks.py': 'from celery import Celery\n\napp = Celery("reminders")\n',
        'reminders/requirements.txt': 'celery\n',
      }),
    ).toEqual(['reminders | reminders | python'])
  })
})

describe('an address that a service’s own configuration says', () => {
  const program = "const cfg = load('config.yaml')\nrequire('express')().listen(cfg.http.listen.split(':')[1])\n"
  const rows: [name: string, yaml: string, expected: string][] = [
    ['listen', 'http:\n  listen: 127.0.0.1:7302\nclimate:\n  host: localhost\n  port: 7301\n', ' | 7302 r3'],
    ['address with no host', 'server:\n  address: ":7303"\n', ' | 7303 r3'],
    ['a peer’s port is never its own', 'climate:\n  host: localhost\n  port: 7301\n', ''],
    ['a peer’s address is never its own', 'upstream:\n  address: localhost:7301\n', ''],
  ]
  it.each(rows)('%s', async (_name, yaml, expected) => {
    const found = await lines({ 'pump/package.json': '{}', 'pump/index.js': program, 'pump/config.yaml': yaml })
    expect(found).toEqual([`pump | pump | javascript${expected}`])
  })
})
