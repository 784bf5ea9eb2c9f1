// Words for people: comments, docstrings, documents, log lines, messages. Changing them changes nothing but history.
import { baseName } from '../../../kit/path.ts'
import { isLogging } from '../calls.ts'
import { isSampleFile } from '../language.ts'
import type { Context } from '../model.ts'
import type { Subject } from '../subject.ts'
import { everyUse, keyWords, textBefore } from '../subject.ts'
import type { Rule } from './rule.ts'

const TEXT_KEYS = new Set([
  'help',
  'description',
  'summary',
  'title',
  'message',
  'msg',
  'usage',
  'epilog',
  'example',
  'examples',
  'placeholder',
  'comment',
  'note',
  'notes',
  'doc',
  'docs',
  'hint',
  'label',
  'tooltip',
  'banner',
  'motd',
  'greeting',
  'welcome',
  'remark',
  'remarks',
  'howto',
])

export const doc: Rule = {
  id: 'doc',
  role: 'doc',
  fits: (subject) => {
    const { site, model } = subject
    if (site.form === 'comment') return 'a comment'
    if (site.form === 'docstring') return 'a text that nobody evaluates'
    if (model.language === 'document') return 'a document'
    if (commentedInside(subject)) return 'a comment inside the text'
    if (isSampleFile(subject.file)) return 'a sample file'
    if (/\.(old|bak|orig|backup|save|disabled)$|~$/i.test(baseName(subject.file))) return 'a copy kept aside'
    if (subject.contexts[0]!.raised === true) return 'the message of an exception'
    // A value somebody may set is set for more than to be logged.
    const settable = subject.contexts[0]!.env !== undefined
    if (!settable && everyUse(subject, saysWords)) return 'a log line'
    const key = keyWords(subject).at(-1)
    if (key !== undefined && TEXT_KEYS.has(key)) return `${key} is text for people`
    return isProse(subject) ? 'a sentence for people' : undefined
  },
  examples: [
    {
      file: 'a.py',
      source: 'logging.getLogger(__name__).error("GET http://localhost:6105 failed")',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    {
      file: 'a.yaml',
      source: 'script: |\n  # http://localhost:6105\n  curl http://localhost:6105/x\n',
      expect: [
        ['localhost:6105', 'doc', 'keep'],
        ['localhost:6105', 'peer', 'edit', 'tariff:8080'],
      ],
    },
    { file: 'a.py', source: '# dev: redis://localhost:6379', expect: [['localhost:6379', 'doc', 'keep']] },
    {
      file: 'a.py',
      source: '"""Talks to http://localhost:6105."""\nx = 1',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    { file: 'a.py', source: 'log.info("see http://localhost:6105/docs")', expect: [['localhost:6105', 'doc', 'keep']] },
    { file: 'a.py', source: 'print(f"listening on http://localhost:{port}/")', expect: [['localhost', 'doc', 'keep']] },
    {
      file: 'a.py',
      source: 'raise ValueError("no tariff at localhost:6105")',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    {
      file: 'a.py',
      source: 'p.add_argument("--url", help="e.g. http://localhost:6105")',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    {
      file: 'a.js',
      source: '// http://localhost:6105\n/* 127.0.0.1:6107 */',
      expect: [
        ['localhost:6105', 'doc', 'keep'],
        ['127.0.0.1:6107', 'doc', 'keep'],
      ],
    },
    { file: 'a.js', source: 'console.log(`up: http://localhost:${port}`)', expect: [['localhost', 'doc', 'keep']] },
    {
      file: 'a.ts',
      source: 'throw new Error("cannot reach localhost:6105")',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    {
      file: 'a.ts',
      source: 'const HELP = "Open http://localhost:6105 in the browser"',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    {
      file: 'a.yaml',
      source: '# tariff: http://localhost:6105\nx: 1 # was localhost:6105\n',
      expect: [
        ['localhost:6105', 'doc', 'keep'],
        ['localhost:6105', 'doc', 'keep'],
      ],
    },
    {
      file: 'a.yaml',
      source: 'description: Dials http://localhost:6105 at night\n',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    { file: 'a.jsonc', source: '{ // localhost:6105\n  "x": 1 }', expect: [['localhost:6105', 'doc', 'keep']] },
    {
      file: 'a.json',
      source: '{"description": "runs at http://localhost:6101"}',
      expect: [['localhost:6101', 'doc', 'keep']],
    },
    {
      file: '.env',
      source: '# TARIFF=http://localhost:6105\nA=1 # localhost:6105\n',
      expect: [
        ['localhost:6105', 'doc', 'keep'],
        ['localhost:6105', 'doc', 'keep'],
      ],
    },
    {
      file: 'A.java',
      source:
        'class A { void f() { throw new IllegalStateException("none " + rest.getForObject("http://localhost:6105/x", String.class)); } }',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'a.js',
      source: 'throw Object.assign(new Error("http://localhost:6105 is down"), { code: 1 })',
      expect: [['localhost:6105', 'doc', 'keep']],
    },
    { file: '.env.example', source: 'TARIFF=http://localhost:6105\n', expect: [['localhost:6105', 'doc', 'keep']] },
    { file: 'README.md', source: 'Open http://localhost:6101/up', expect: [['localhost:6101', 'doc', 'keep']] },
  ],
}

/** Logged or raised: nobody dials it there. */
function saysWords({ call, env, raised }: Context): boolean {
  return env === undefined && (raised === true || (call !== undefined && isLogging(call.name)))
}

/** Scripts and configurations carried in a string have comments of their own. */
function commentedInside(subject: Subject): boolean {
  const before = textBefore(subject)
  return subject.site.raw.includes('\n') && /^\s*(#|\/\/|--\s|;)/.test(before.slice(before.lastIndexOf('\n') + 1))
}

/** A sentence: at least two plain words before the address, and no command or connection string. */
function isProse(subject: Subject): boolean {
  if (subject.model.language === 'dotenv' || subject.site.form !== 'string') return false
  const before = textBefore(subject).replace(/(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*:\/\/$/i, '')
  if (
    /[=;|&$]|--|^\s*(curl|wget|python\d?|node|npm|npx|nats|redis-cli|psql|sh|bash|docker|java|http|nc|telnet|ssh|sudo|exec|uvicorn|gunicorn|CMD)\b/.test(
      before,
    )
  )
    return false
  return (
    /^\W*[A-Za-z][A-Za-z'.,:-]*\s+(?:[A-Za-z][\w'.,:-]*\s+)/.test(before) ||
    /\b(e\.g\.|i\.e\.|for example),?\s+\S*$/i.test(before) ||
    /^\W*(See|Open|Visit|Usage|Listening|Running|Connecting|Connected|Expected)\b.*\s$/i.test(before)
  )
}
