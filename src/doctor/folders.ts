// May we write where state and output go? An installed platform is read-only and writes elsewhere.
import { type Check, fail, pass } from './check.ts'

export const folders: Check = {
  id: 'folders',
  title: 'Folders the tool writes to',
  expected: 'writable',
  answer({ folders: wanted, isWritable }) {
    const refused = Object.entries(wanted).filter(([, folder]) => !isWritable(folder))
    if (refused.length === 0)
      return pass(
        Object.entries(wanted)
          .map(([use, folder]) => `${use}: ${folder}`)
          .join(', '),
      )
    return fail(
      refused.map(([use, folder]) => `${use}: ${folder} is not writable`).join(', '),
      ...refused.map(([, folder]) => `ls -ld ${folder}`),
    )
  },
}
