// Which reader a file gets, by name: an ending decides unless the name says more; a folder speaks where the ending says nothing.
import { expect, it } from 'vitest'
import { languageOf } from '../../../src/migrate/rewrite/language.ts'
import { codeLanguage } from '../../../src/migrate/survey/mask.ts'

it.each([
  ['quay/app.py', 'python'],
  ['quay/bin/www', 'javascript'],
  ['quay/Rakefile', 'ruby'],
  ['deploy/Dockerfile.quay', 'dockerfile'],
  ['nginx/default.conf', 'nginx'],
  ['nginx/default.conf.template', 'nginx'],
  ['etc/nginx/sites-enabled/quay.example.rs', 'nginx'],
  ['nginx/entrypoint.sh', 'shell'],
  ['nginx/compose.yaml', 'yaml'],
  ['nginx/index.html', 'markup'],
  ['php/conf.d/limits.ini', 'ini'],
  ['conf.d/quay.conf', 'nginx'],
  ['etc/cron.d/nightly', 'crontab'],
  ['etc/default/quay', 'dotenv'],
  ['etc/quay.conf', 'ini'],
  ['quay/.env.production', 'dotenv'],
  ['quay/picture.png', 'other'],
])('%s is %s', (file, language) => {
  expect(languageOf(file)).toBe(language)
})

it('the survey knows programs by the same table', () => {
  const files = ['a.py', 'a.tsx', 'bin/www', 'Rakefile', 'a.csx', 'a.sh', 'a.yaml', 'nginx/reload.py']
  expect(files.map(codeLanguage)).toEqual([
    'python',
    'javascript',
    'javascript',
    'ruby',
    'csharp',
    undefined,
    undefined,
    'python',
  ])
})
