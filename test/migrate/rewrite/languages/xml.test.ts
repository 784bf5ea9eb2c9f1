import { test } from 'vitest'
import type { Example } from '../../../../src/migrate/rewrite/roles/rule.ts'
import { checkExample, titled } from '../../../support/examples.ts'

const EXAMPLES: Example[] = [
  {
    file: 'app.config',
    source:
      '<configuration><appSettings><add key="TariffUrl" value="http://localhost:6105"/></appSettings></configuration>',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'web.config',
    source:
      '<?xml version="1.0"?>\r\n<configuration>\r\n  <!-- old: http://localhost:6105 -->\r\n  <add key="DepotHost" value="localhost" />\r\n  <add key="DepotPort" value="6107" />\r\n</configuration>\r\n',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'c.xml',
    source: '<c><depot><host>localhost</host><port>6107</port></depot></c>',
    expect: [
      ['localhost', 'peer', 'edit', 'depot'],
      ['6107', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'c.xml',
    source: "<c><tariff host='127.0.0.1' port='6105'/></c>",
    expect: [
      ['127.0.0.1', 'peer', 'edit', 'tariff'],
      ['6105', 'peer', 'edit', '8080'],
    ],
  },
  {
    file: 'web.config',
    source:
      '<c><connectionStrings><add name="Crane" connectionString="Host=localhost;Port=5432;Database=crane;Username=u"/></connectionStrings></c>',
    expect: [['localhost', 'peer', 'edit', 'sql']],
  },
  {
    file: 'c.xml',
    source: '<c><note>Für Öl: ☂</note><url>http://localhost:6105/ä</url></c>',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'c.xml',
    source: '<c><!-- a\n b localhost:6105\n--><url>http://localhost:6105</url></c>',
    expect: [
      ['localhost:6105', 'doc', 'keep'],
      ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
    ],
  },
  {
    file: 'log4j2.xml',
    source: '<Configuration><File name="f" fileName="C:\\crane\\logs\\crane.log"/></Configuration>',
    expect: [['C:\\crane\\logs\\crane.log', 'path', 'edit', '/data/logs/crane.log']],
  },
  {
    file: 'beans.xml',
    source: '<beans><bean id="tariff"><property name="url" value="http://localhost:6105"/></bean></beans>',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
  {
    file: 'c.xml',
    source: '<c><description>Dials http://localhost:6105 each night</description></c>',
    expect: [['localhost:6105', 'doc', 'keep']],
  },
  {
    file: 'c.xml',
    source: '<c><cors><allowedOrigins>http://localhost:5173</allowedOrigins></cors></c>',
    expect: [['localhost:5173', 'origin', 'keep']],
  },
  {
    file: 'server.xml',
    source: '<Server><Connector address="127.0.0.1" port="6101"/></Server>',
    expect: [
      ['127.0.0.1', 'bind', 'edit', '0.0.0.0'],
      ['6101', 'bind', 'edit', '8080'],
    ],
  },
  {
    file: 'c.xml',
    source: '<c><url><![CDATA[http://localhost:6105/x?a=1&b=2]]></url></c>',
    expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
  },
]

test.each(EXAMPLES.map(titled))('%s', (_title, example) => checkExample(example))
