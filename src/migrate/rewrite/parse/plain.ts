// Documents and Windows launchers: read, never edited. Launcher lines still say which variables the service gets.
import { type FileModel, type Language, type Site, WITHOUT_CODE } from '../model.ts'

const SET =
  /^[ \t]*(?:@?set[ \t]+"?|\$env:|export[ \t]+)([A-Za-z_]\w*)[ \t]*=[ \t]*["']?([^\r\n"'&]*?)["']?[ \t]*(?=&|\r?$)/gim

export function plainModel(text: string, language: Language): FileModel {
  const settings = language === 'launcher' ? [...text.matchAll(SET)] : []
  return {
    language,
    siteAt: (offset) => lineSite(text, offset, language, settings),
    numbers: () => [],
    ...WITHOUT_CODE,
    beside: () => [],
    damaged: () => false,
    shape: () => '',
  }
}

function lineSite(text: string, offset: number, language: Language, settings: RegExpMatchArray[]): Site {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const next = text.indexOf('\n', offset)
  const end = next < 0 ? text.length : next
  const raw = text.slice(start, end)
  const comment = language === 'launcher' && /^\s*(@?rem\b|::|#)/i.test(raw)
  const setting = settings.find((match) => match.index! <= offset && offset < match.index! + match[0].length)
  const base = { escapes: 'none' as const, whole: true }
  if (setting && !comment) {
    const valueStart = setting.index! + setting[0].indexOf(setting[2]!, setting[0].indexOf('='))
    return {
      ...base,
      form: 'string',
      start: valueStart,
      end: valueStart + setting[2]!.length,
      raw: setting[2]!,
      context: { path: [setting[1]!], scope: 'file', env: setting[1]! },
    }
  }
  return { ...base, form: comment ? 'comment' : 'opaque', start, end, raw, context: { path: [], scope: 'file' } }
}
