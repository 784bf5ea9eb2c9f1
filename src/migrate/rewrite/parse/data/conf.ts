// `.conf` and `.cfg` say nothing about their grammar: the text does.
import type { FileModel } from '../../model.ts'
import { directivesModel } from './directives.ts'
import { iniModel } from './ini.ts'
import { nginxModel } from './nginx.ts'

export function confModel(text: string, file: string): FileModel {
  const lines = text.split('\n').map((line) => line.trim())
  const meaning = lines.filter((line) => line !== '' && !/^[#;]/.test(line))
  const share = (pattern: RegExp): number => meaning.filter((line) => pattern.test(line)).length / meaning.length
  if (meaning.some((line) => /^\[[^\]]+\]\s*([;#].*)?$/.test(line)) || share(/^[\w.-]+\s*=(?!>)/) > 0.7)
    return iniModel(text, file)
  if (share(/[;{}]\s*(#.*)?$/) > 0.7) return nginxModel(text)
  return directivesModel(text)
}
