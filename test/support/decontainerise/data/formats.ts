// Configuration formats, each by what it writes between a key and a value.
import { joined, legacyText, type Pieces, p } from '../pieces.ts'
import type { Rng } from '../random.ts'
import type { DataSyntax, Scalar } from './syntax.ts'

const text = (value: Pieces, kind: Scalar, quote: string): Pieces =>
  kind === 'number' ? value : p`${quote}${value}${quote}`

export const yaml: DataSyntax = {
  language: 'yaml',
  file: 'config/settings.yaml',
  styles: ['snake', 'camel', 'kebab'],
  pair: (key, value, kind, rng) => p`${key}: ${text(value, kind, rng.pick(['', '', '"', "'"]))}`,
  section: (name, pairs, rng) =>
    rng.chance(0.3)
      ? p`${name}: { ${joined(
          pairs.map(([key, value, kind]) => p`${key}: ${text(value, kind, '"')}`),
          ', ',
        )} }`
      : p`${name}:\n${joined(
          pairs.map(([key, value, kind]) => p`    ${key}: ${text(value, kind, rng.pick(['', '"']))}`),
          '\n',
        )}`,
  list: (key, items, rng) => {
    const quote = rng.pick(['', '"', "'"])
    return rng.chance(0.5)
      ? p`${key}: [${joined(
          items.map((one) => p`"${one}"`),
          ', ',
        )}]`
      : p`${key}:\n${joined(
          items.map((one) => p`  - ${quote}${one}${quote}`),
          '\n',
        )}`
  },
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '',
  tail: '\n',
}

export const json: DataSyntax = {
  language: 'json',
  file: 'config/settings.json',
  styles: ['camel', 'pascal', 'snake'],
  pair: (key, value, kind) => p`  "${key}": ${text(value, kind, '"')}`,
  section: (name, pairs) =>
    p`  "${name}": {\n${joined(
      pairs.map(([key, value, kind]) => p`    "${key}": ${text(value, kind, '"')}`),
      ',\n',
    )}\n  }`,
  list: (key, items) =>
    p`  "${key}": [${joined(
      items.map((one) => p`"${one}"`),
      ', ',
    )}]`,
  separator: ',\n',
  head: '{\n',
  tail: '\n}\n',
}

export const toml: DataSyntax = {
  language: 'toml',
  file: 'settings.toml',
  styles: ['snake', 'kebab'],
  pair: (key, value, kind, rng) => p`${key} = ${text(value, kind, rng.pick(['"', "'"]))}`,
  section: (name, pairs) =>
    p`${name} = { ${joined(
      pairs.map(([key, value, kind]) => p`${key} = ${text(value, kind, '"')}`),
      ', ',
    )} }`,
  list: (key, items) =>
    p`${key} = [\n${joined(
      items.map((one) => p`  "${one}"`),
      ',\n',
    )},\n]`,
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '[links]\n',
  tail: '\n',
}

export const dotenv: DataSyntax = {
  language: 'dotenv',
  file: '.env',
  styles: ['scream'],
  pair: (key, value, _kind, rng) => {
    const quote = rng.pick(['', '', '"', "'"])
    return p`${rng.chance(0.1) ? 'export ' : ''}${key}=${quote}${value}${quote}`
  },
  section: (name, pairs) =>
    joined(
      pairs.map(([key, value]) => p`${name}_${key}=${value}`),
      '\n',
    ),
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '',
  tail: '\n',
  isEnvironment: true,
}

export const ini: DataSyntax = {
  language: 'ini',
  file: 'settings.ini',
  styles: ['snake', 'kebab', 'dotted'],
  pair: (key, value, _kind, rng) => p`${key}${rng.pick(['=', ' = '])}${value}`,
  section: (name, pairs) =>
    p`[${name}]\n${joined(
      pairs.map(([key, value]) => p`${key} = ${value}`),
      '\n',
    )}\n\n[more-${name}]`,
  comment: (words) => p`; ${words}`,
  separator: '\n',
  head: '[links]\n',
  tail: '\n',
}

export const properties: DataSyntax = {
  language: 'properties',
  file: 'conf/links.properties',
  styles: ['dotted', 'kebab'],
  pair: (key, value, _kind, rng) => p`${key}${rng.pick(['=', ' = ', ': '])}${value}`,
  section: (name, pairs) =>
    joined(
      pairs.map(([key, value]) => p`${name}.${key}=${value}`),
      '\n',
    ),
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '',
  tail: '\n',
}

export const xml: DataSyntax = {
  language: 'xml',
  file: 'links.xml',
  styles: ['camel', 'pascal', 'kebab'],
  pair: (key, value, _kind, rng) =>
    rng.chance(0.5) ? p`  <add key="${key}" value="${value}" />` : p`  <${key}>${value}</${key}>`,
  section: (name, pairs, rng: Rng) =>
    rng.chance(0.5)
      ? p`  <${name} ${joined(
          pairs.map(([key, value]) => p`${key}="${value}"`),
          ' ',
        )} />`
      : p`  <${name}>\n${joined(
          pairs.map(([key, value]) => p`    <${key}>${value}</${key}>`),
          '\n',
        )}\n  </${name}>`,
  comment: (words) => p`  <!-- ${words} -->`,
  separator: '\n',
  head: '<?xml version="1.0" encoding="utf-8"?>\n<settings>\n',
  tail: '\n</settings>\n',
}

export const hcl: DataSyntax = {
  language: 'hcl',
  file: 'links.hcl',
  styles: ['snake'],
  pair: (key, value, kind) => p`${key} = ${text(value, kind, '"')}`,
  section: (name, pairs) =>
    p`${name} {\n${joined(
      pairs.map(([key, value, kind]) => p`  ${key} = ${text(value, kind, '"')}`),
      '\n',
    )}\n}`,
  list: (key, items) =>
    p`${key} = [${joined(
      items.map((one) => p`"${one}"`),
      ', ',
    )}]`,
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '',
  tail: '\n',
}

/** A unit file of systemd: a launcher, read for the environment it gives. */
export const systemd: DataSyntax = {
  language: 'systemd',
  file: 'deploy/unit.service',
  styles: ['scream'],
  pair: (key, value, _kind, rng) =>
    rng.chance(0.5) && !/\s/.test(legacyText(value))
      ? p`Environment=${key}=${value}`
      : p`Environment="${key}=${value}"`,
  section: (name, pairs) =>
    joined(
      pairs.map(([key, value]) => p`Environment=${name}_${key}=${value}`),
      '\n',
    ),
  comment: (words) => p`# ${words}`,
  separator: '\n',
  head: '[Unit]\nDescription=A worker of the shore\n\n[Service]\n',
  tail: '\nRestart=always\n\n[Install]\nWantedBy=multi-user.target\n',
  isEnvironment: true,
}

export const FORMATS: readonly DataSyntax[] = [yaml, json, toml, dotenv, ini, properties, xml, hcl]
