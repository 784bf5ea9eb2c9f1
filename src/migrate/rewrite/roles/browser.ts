// What runs in the browser cannot dial service names: it needs a public address or a path through the edge.
import { namesOf, type Subject, textBefore } from '../subject.ts'
import type { Rule } from './rule.ts'

export const BROWSER_PREFIX = /^(NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_|NUXT_PUBLIC_|EXPO_PUBLIC_|GATSBY_)/
/** The address the public uses: browsers come in by it. */
const PUBLIC =
  /(^|_)(public|external)_?\w*?_?(url|uri|host|addr|base|origin)(_|$)|(public|external)\w*(Url|Uri|Host|Base)$/i
const FOLDER = /(^|\/)(public|static|wwwroot|www|assets|environments)\/[^/]*.*\.(js|mjs|ts|json|html)$/

export const browser: Rule = {
  id: 'browser',
  role: 'browser',
  fits: (subject) => {
    if (inMarkup(subject) || (isBrowserName(subject) && !isDevProxy(subject)))
      return 'it ends up in the browser: service names mean nothing there'
    return leadsToPages(subject) ? 'it leads to a front end: an address for people and their browsers' : undefined
  },
  examples: [
    {
      file: '.env',
      source: 'VITE_RATES=http://localhost:6105\n',
      expect: [['http://localhost:6105', 'browser', 'edit', '/api/rates']],
    },
    {
      file: 'a.js',
      source: `res.send('<script>fetch("http://localhost:6105/x")</script>')`,
      expect: [['localhost:6105', 'browser', 'ask']],
    },
    {
      file: 'a.js',
      source: 'const u = process.env.NEXT_PUBLIC_RATES || "http://localhost:6105"',
      expect: [['localhost:6105', 'browser', 'ask']],
    },
    {
      file: 'a.ts',
      source: 'const u = import.meta.env.VITE_RATES ?? "http://localhost:6105"',
      expect: [['localhost:6105', 'browser', 'ask']],
    },
    {
      file: 'src/environments/environment.ts',
      source: 'export const environment = { api: "http://localhost:6105" }',
      expect: [['localhost:6105', 'browser', 'ask']],
    },
    {
      file: 'public/app.js',
      source: 'fetch("http://localhost:6105/x")',
      expect: [['localhost:6105', 'browser', 'ask']],
    },
    {
      file: 'vite.config.ts',
      source: 'export default { server: { proxy: { "/api": "http://localhost:6105" } } }',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
    {
      file: 'package.json',
      source: '{"proxy": "http://localhost:6105"}',
      expect: [['localhost:6105', 'peer', 'edit', 'tariff:8080']],
    },
  ],
}

export function isBrowserName(subject: Subject): boolean {
  return (
    subject.browser === true ||
    FOLDER.test(subject.file) ||
    /\.(vue|svelte|html?|cshtml|razor|erb)$/.test(subject.file) ||
    namesOf(subject).some((name) => BROWSER_PREFIX.test(name) || PUBLIC.test(name))
  )
}

/** An open `<script>` in a text: a page that carries its program. */
const IN_SCRIPT = /<script\b[^>]*>(?:(?!<\/script)[\s\S])*$/i

/** `<a href="http://…">` in a template or a text. */
function inMarkup(subject: Subject): boolean {
  const before = textBefore(subject)
  return /<[a-z][^<>]*\s(href|src|action|data-[\w-]+)=\\?["'][^"'<>]*$/i.test(before) || IN_SCRIPT.test(before)
}

/** Dev-server proxy targets run on the server. */
function isDevProxy(subject: Subject): boolean {
  return subject.contexts[0]!.path.some((name) => /^proxy$/i.test(name))
}

/** A link to a page of the front end; who forwards to it (a proxy in front) dials it all the same. */
function leadsToPages(subject: Subject): boolean {
  const { resolution, registry, model, service, file } = subject
  if (resolution?.kind !== 'target' || resolution.target.service === service.id || isDevProxy(subject)) return false
  const forwards = model.language === 'nginx' || /(proxy|caddy|traefik|envoy|httpd|apache)[^/]*$/i.test(file)
  return registry.services.get(resolution.target.service)?.servesPages === true && !forwards
}
