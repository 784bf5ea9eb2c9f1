// Where the parts of an address are used: formats, and one host with the same port written at several uses. All were found
// by the generator (test/support/decontainerise), shrunk to one file each.
import { describe, expect, test } from 'vitest'
import { planOf, rewritten, textOf } from '../../support/rewrite.ts'

async function migrated(file: string, source: string): Promise<string> {
  const files = { [file]: source }
  return textOf(rewritten(files, await planOf(files))[file]!)
}

test.each([
  ['a.py', 'H = "localhost"\nx = f"http://{H}:6105/a"\ny = f"http://{H}:6105/b"\n'],
  ['a.py', 'H = "localhost"\nx = "http://%s:6105/a" % H\ny = "http://{}:6105/b".format(H)\n'],
  ['a.js', "const H = 'localhost'\nfetch(`http://${H}:6105/a`)\nfetch(`http://${H}:6105/b`)\n"],
  ['A.java', 'class A { static final String H = "localhost"; String a = String.format("http://%s:6105/a", H); }\n'],
  ['a.go', 'package a\nconst h = "localhost"\nfunc f() { http.Get(fmt.Sprintf("http://%v:6105/a", h)) }\n'],
  ['a.kt', 'fun dial(host: String = "localhost", port: Int = 6105) = Socket(host, port)\n'],
  ['a.ps1', '$depot = @{ Host = "localhost"; Port = 6105 }\n'],
  ['a.php', "<?php\nconst H = 'localhost';\nfile_get_contents(sprintf('http://%s:6105/a', H));\n"],
  ['a.rs', 'const H: &str = "localhost";\nfn f() { get(format!("http://{}:6105/a", H)); }\n'],
])('%s: every use of a host gets the port of its service: %s', async (file, source) => {
  expect(await migrated(file, source)).toBe(source.replaceAll('localhost', 'tariff').replaceAll('6105', '8080'))
})

test.each([
  ['appsettings.json', '{ "Urls": "http://*:6101;http://+:6201" }\n'],
  ['a.py', 'serve(app, listen="*:6101")\nLISTEN = "+:6201"\n'],
])('%s: an address of every interface is one to listen on: %s', async (file, source) => {
  expect(await migrated(file, source)).toBe(source.replace('6101', '8080').replace('6201', '9080'))
})

test('a key with dashes is no flag', async () => {
  expect(await migrated('a.ini', '[links]\ndepot-fast-host=localhost\n')).not.toContain('0.0.0.0')
})

test('an address of every interface in a comment stays', async () => {
  const source = 'serve(app)  # was http://*:6101\n'
  expect(await migrated('a.py', source)).toBe(source)
})

test('letters beyond ASCII before a place of XML do not move it', async () => {
  const source =
    '<a>\n  <!-- früher 漢😀 -->\n  <depot port="6107" host="localhost" />\n  <b>http://localhost:6105</b>\n</a>\n'
  const moved = source.replace('6107', '8080').replace('localhost', 'depot').replace('localhost:6105', 'tariff:8080')
  expect(await migrated('a.xml', source)).toBe(moved)
})

describe('one host, several services', () => {
  test.each([
    [
      'a.ts',
      "export const H = 'localhost';\nconst a = `http://${H}:6105/x`;\nconst b = 'http://' + H + ':6107/y';\nlog.info(`up at ${H}:6101`);\n",
      "export const H = 'localhost';\nconst a = `http://tariff:8080/x`;\nconst b = 'http://' + \"depot\" + ':8080/y';\nlog.info(`up at ${H}:6101`);\n",
    ],
    [
      'a.js',
      "const H = process.env.HOST || 'localhost';\nfetch(`http://${H}:6105/x`);\nfetch(`http://${H}:6107/y`);\n",
      "const H = process.env.HOST || 'localhost';\nfetch(`http://tariff:8080/x`);\nfetch(`http://depot:8080/y`);\n",
    ],
    [
      'a.py',
      'H = "localhost"\na = f"http://{H}:6105/x"\nup = f"http://{H}:6101/up"\nr = redis.Redis(host=H)\n',
      'H = "localhost"\na = f"http://tariff:8080/x"\nup = f"http://{H}:8080/up"\nr = redis.Redis(host="valkey")\n',
    ],
    [
      'A.java',
      'class A {\n  static final String H = "localhost";\n  String a = "http://" + H + ":6105/x";\n  String b = String.format("http://%s:6107/y", H);\n}\n',
      'class A {\n  static final String H = "localhost";\n  String a = "http://" + "tariff" + ":8080/x";\n  String b = String.format("http://%s:8080/y", "depot");\n}\n',
    ],
    [
      'A.kt',
      'const val H = "localhost"\nval a = "http://$H:6105/x"\nval b = "http://${H}:6107/y"\n',
      'const val H = "localhost"\nval a = "http://tariff:8080/x"\nval b = "http://depot:8080/y"\n',
    ],
    [
      'A.cs',
      'class A {\n  const string H = "localhost";\n  string a = $"http://{H}:6105/x";\n  string b = "http://" + H + ":6107/y";\n}\n',
      'class A {\n  const string H = "localhost";\n  string a = $"http://tariff:8080/x";\n  string b = "http://" + "depot" + ":8080/y";\n}\n',
    ],
    [
      'a.go',
      'package a\n\nconst h = "localhost"\n\nfunc f() {\n\thttp.Get("http://" + h + ":6105/x")\n\thttp.Get(fmt.Sprintf("http://%s:6107/y", h))\n}\n',
      'package a\n\nconst h = "localhost"\n\nfunc f() {\n\thttp.Get("http://" + "tariff" + ":8080/x")\n\thttp.Get(fmt.Sprintf("http://%s:8080/y", "depot"))\n}\n',
    ],
    [
      'a.rs',
      'const H: &str = "localhost";\nfn f() {\n    get(format!("http://{}:6105/x", H));\n    get(format!("http://{H}:6107/y"));\n}\n',
      'const H: &str = "localhost";\nfn f() {\n    get(format!("http://{}:8080/x", "tariff"));\n    get(format!("http://depot:8080/y"));\n}\n',
    ],
    [
      'a.php',
      '<?php\n$h = \'localhost\';\n$c = "http://$h:6105/x";\n$d = "http://{$h}:6107/x";\n',
      '<?php\n$h = \'localhost\';\n$c = "http://tariff:8080/x";\n$d = "http://depot:8080/x";\n',
    ],
  ])('%s: each use names its own', async (file, source, expected) => {
    expect(await migrated(file, source)).toBe(expected)
    expect(await migrated(file, expected)).toBe(expected)
  })

  test('a host that is listened on and dialled: who dials gets the name, the own probe loopback', async () => {
    const source =
      'H = "localhost"\nserver.bind((H, 6101))\nr = Client(host=H, port=6105)\nup = f"http://{H}:6101/up"\n'
    const expected =
      'H = "0.0.0.0"\nserver.bind((H, 8080))\nr = Client(host="tariff", port=8080)\nup = f"http://localhost:8080/up"\n'
    expect(await migrated('a.py', source)).toBe(expected)
  })

  test.each([
    ['a.py', 'H = "localhost"\na = f"http://{H}:6105/x"\nb = f"http://{H}:6107/y"\nc = connect(H)\n'],
    [
      'a.go',
      'package a\n\nfunc f() {\n\th := "localhost"\n\thttp.Get("http://" + h + ":6105/x")\n\thttp.Get("http://" + h + ":6107/y")\n}\n',
    ],
  ])('%s: what no edit makes right is asked: %s', async (file, source) => {
    const plan = await planOf({ [file]: source })
    expect(plan.findings.map(({ action, text }) => [action, text])).toEqual([['ask', 'localhost']])
    expect(await migrated(file, source)).toBe(source)
  })
})
