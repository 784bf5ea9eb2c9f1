// Origins are addresses as the browser sees them: CORS lists, OAuth redirects, cookie domains stay.
import { namesOf, type Subject, textBefore } from '../subject.ts'
import type { Rule } from './rule.ts'

const NAMES =
  /cors|origins\b|origins_|allow\w*_?origin|redirect_?ur[il]s?|cookie_?domain|csrf_?trusted|referr?er|post_?logout|access-control-allow-origin|remote_?patterns/i
/** Where a login sends the browser back to. */
const LOGIN = /(oauth2?|oidc|saml|sso|login|auth)\w*_(callback|redirect|return)/i
/** One `origin` may be a browser's, or the server that a proxy or a front end fetches from. */
const ONE = /(^|[^a-z])origin(?![a-z])/i

/** `connect-src 'self' http://…`: what a page may load, told to the browser. */
const POLICY =
  /(^|[\s;,"'`])(default|connect|script|style|img|font|media|object|frame|child|worker|manifest)-src\s[^;]*$|(^|[\s;,"'`])(frame-ancestors|form-action|base-uri)\s[^;]*$/i

/** Answers that send the browser elsewhere: `res.redirect(…)`, `RedirectResponse(…)`. */
const SENDS = /(^|\.)(send|respond|http_?response_?)?redirect(_?(permanent|preserve\w*|response|to))?$/i

export const origin: Rule = {
  id: 'origin',
  role: 'origin',
  fits: (subject) => {
    const name = originName(subject)
    return name === undefined ? undefined : `${name}: the browser's own address`
  },
  examples: [
    {
      file: 'a.py',
      source: 'ALLOWED_ORIGINS = ["http://localhost:5173"]\nif o in ALLOWED_ORIGINS: pass',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.py',
      source: 'app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173"])',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.py',
      source: 'CORS_ORIGINS = os.getenv("CORS_ORIGINS", "http://localhost:5173")',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.js',
      source: 'app.use(cors({ origin: "http://localhost:5173" }))',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.js',
      source: `res.setHeader("Content-Security-Policy", "connect-src 'self' http://localhost:6105")`,
      expect: [['localhost:6105', 'origin', 'keep']],
    },
    {
      file: 'a.ts',
      source: 'res.setHeader("Access-Control-Allow-Origin", "http://localhost:5173")',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.go',
      source: 'package a\nfunc f() {\n\tw.Header().Set("Access-Control-Allow-Origin", `http://localhost:6105`)\n}\n',
      expect: [['localhost:6105', 'origin', 'keep']],
    },
    {
      file: 'a.php',
      source: '<?php\nheader("Access-Control-Allow-Origin: " . "http://localhost:6105");',
      expect: [['localhost:6105', 'origin', 'keep']],
    },
    {
      file: 'a.ts',
      source: 'const o = { allowOrigins: ["http://localhost:5173"] }',
      expect: [['localhost:5173', 'origin', 'keep']],
    },
    {
      file: 'a.yaml',
      source: 'cors:\n  origins:\n    - http://localhost:5173\n    - http://localhost:6101\n',
      expect: [
        ['localhost:5173', 'origin', 'keep'],
        ['localhost:6101', 'origin', 'keep'],
      ],
    },
    {
      file: 'a.json',
      source: '{"oauth": {"redirectUri": "http://localhost:6101/cb"}}',
      expect: [['localhost:6101', 'origin', 'keep']],
    },
    {
      file: '.env',
      source: 'CORS_ALLOW=http://localhost:5173,http://127.0.0.1:5173\n',
      expect: [
        ['localhost:5173', 'origin', 'keep'],
        ['127.0.0.1:5173', 'origin', 'keep'],
      ],
    },
  ],
}

function dialsPeer({ resolution, service }: Subject): boolean {
  return resolution?.kind === 'target' && resolution.target.service !== service.id
}

export function originName(subject: Subject): string | undefined {
  const names = namesOf(subject)
  const named =
    names.find((name) => NAMES.test(name)) ?? (dialsPeer(subject) ? undefined : names.find((name) => ONE.test(name)))
  if (named !== undefined) return named
  const path = subject.contexts[0]!.path.join('_')
  if (LOGIN.test(path)) return path
  const redirect = subject.contexts.map(({ call }) => call?.name).find((name) => name !== undefined && SENDS.test(name))
  if (redirect !== undefined) return redirect
  const before = subject.text.slice(Math.max(0, subject.hit.start - 48), subject.hit.start).replace(/https?:\/\/$/, '')
  // A header is set by its name: the argument before the value.
  if (/Access-Control-Allow-Origin["'`,\s:.+]+$/i.test(before)) return 'Access-Control-Allow-Origin'
  return POLICY.test(textBefore(subject)) ? 'a content security policy' : undefined
}
