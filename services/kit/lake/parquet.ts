// Rows to Parquet bytes and back. Zstandard comes from Node itself (node:zlib), so any Parquet reader can open the files.
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { fileColumns, type LakeRow, type LakeTable, type LakeType, type LakeValue, parquetElements } from './schema.ts'

/** Level 1: the lake is written all the time and read seldom; higher levels cost more time than they save bytes. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const COMPRESSORS = Object.fromEntries([['ZSTD', (input: Uint8Array) => zstdCompressSync(input, ZSTD)]])
/** Times stay whole microseconds: a Date would cut them to milliseconds. */
const PARSERS = { timestampFromMicroseconds: (micros: bigint) => Number(micros) }
const DECOMPRESSORS = Object.fromEntries([['ZSTD', (input: Uint8Array) => zstdDecompressSync(input)]])

export function encodeParquet(table: LakeTable, rows: LakeRow[]): Uint8Array {
  const columns = fileColumns(table)
  const columnData = columns.map(([name, type]) => ({ name, data: rows.map((row) => stored(type, row[name] ?? null)) }))
  const bytes = parquetWriteBuffer({
    schema: parquetElements(columns),
    columnData,
    codec: 'ZSTD',
    compressors: COMPRESSORS,
    createdBy: 'trade2026',
  })
  return new Uint8Array(bytes)
}

export async function decodeParquet(table: LakeTable, bytes: Uint8Array): Promise<LakeRow[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const read = (await parquetReadObjects({ file, compressors: DECOMPRESSORS, parsers: PARSERS })) as Record<
    string,
    unknown
  >[]
  const columns = fileColumns(table)
  return read.map((row) => Object.fromEntries(columns.map(([name]) => [name, loaded(row[name])])))
}

function stored(type: LakeType, value: LakeValue): string | number | bigint | null {
  return value !== null && (type === 'timestamp' || type === 'long') ? BigInt(value) : value
}

function loaded(value: unknown): LakeValue {
  if (typeof value === 'bigint') return Number(value)
  return (value ?? null) as LakeValue
}
