#!/usr/bin/env node
// Turns the flights of vega-datasets (3 million rows of Parquet) into CSV, which the demo and the tests read.
import { open, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const HELP = `usage: node flights-to-csv.mjs [--source FILE.parquet] OUTPUT.csv

Writes one line a flight, in the order of the source (scheduled departure, ascending):
  departed_at,delay,distance,origin,destination
  2001-01-01T00:01Z,33,2176,LAS,PHL

departed_at   scheduled departure to the minute; the source has local times without a zone, written here as UTC
delay         minutes late at arrival (negative: early)
distance      miles
A missing value is an empty field. Progress goes to standard error, a line a row group.

  --source FILE   default: flights-3m.parquet of the installed vega-datasets
  --help          this text
`
const COLUMNS = ['date', 'delay', 'distance', 'origin', 'destination']
const HEADER = 'departed_at,delay,distance,origin,destination\n'
const LONGEST_ROW = 128
const LONGEST_CODE = 16
const COMMA = 44
const NEWLINE = 10

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { source: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) {
      process.stdout.write(HELP)
      return null
    }
    if (positionals.length !== 1) throw new Error(`one output file is needed, got ${positionals.length}`)
    const installed = new URL('./node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url)
    return { source: values.source ?? fileURLToPath(installed), output: positionals[0] }
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`)
    process.exit(2)
  }
}

// Parsers see the values of a dictionary page, so this runs once for each distinct minute, not for each row.
const parsers = {
  timestampFromMicroseconds: micros =>
    Buffer.from(`${new Date(Number(micros / 1000n)).toISOString().slice(0, 16)}Z`, 'latin1'),
}

async function readColumns(file, metadata, rowStart, rowEnd) {
  const columns = Object.fromEntries(COLUMNS.map(name => [name, new Array(rowEnd - rowStart)]))
  await parquetRead({
    file,
    metadata,
    compressors,
    parsers,
    columns: COLUMNS,
    rowStart,
    rowEnd,
    onChunk: chunk => {
      const target = columns[chunk.columnName]
      for (let i = 0; i < chunk.columnData.length; i++) target[chunk.rowStart - rowStart + i] = chunk.columnData[i]
    },
  })
  return columns
}

function writeInteger(buffer, at, value) {
  if (value === null || value === undefined) return at
  let rest = Number(value)
  if (!Number.isSafeInteger(rest)) throw new Error(`not an integer: ${value}`)
  if (rest < 0) {
    buffer[at++] = 45
    rest = -rest
  }
  let length = 1
  for (let power = 10; rest >= power; power *= 10) length++
  for (let i = at + length - 1; i >= at; i--) {
    const quotient = Math.floor(rest / 10)
    buffer[i] = 48 + (rest - quotient * 10)
    rest = quotient
  }
  return at + length
}

function writeCode(buffer, at, value) {
  if (value === null || value === undefined) return at
  if (value.length > LONGEST_CODE) throw new Error(`not an airport: ${value}`)
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code < 48 || code > 122) throw new Error(`not an airport: ${value}`)
    buffer[at++] = code
  }
  return at
}

function formatRows({ date, delay, distance, origin, destination }, buffer) {
  let at = 0
  for (let row = 0; row < date.length; row++) {
    const minute = date[row]
    if (minute) {
      for (let i = 0; i < minute.length; i++) buffer[at + i] = minute[i]
      at += minute.length
    }
    buffer[at++] = COMMA
    at = writeInteger(buffer, at, delay[row])
    buffer[at++] = COMMA
    at = writeInteger(buffer, at, distance[row])
    buffer[at++] = COMMA
    at = writeCode(buffer, at, origin[row])
    buffer[at++] = COMMA
    at = writeCode(buffer, at, destination[row])
    buffer[at++] = NEWLINE
  }
  return at
}

async function convert({ source, output }) {
  const file = await asyncBufferFromFile(source)
  const metadata = await parquetMetadataAsync(file)
  const total = Number(metadata.num_rows)
  const largest = Math.max(...metadata.row_groups.map(group => Number(group.num_rows)))
  const buffer = Buffer.allocUnsafe(largest * LONGEST_ROW)
  await mkdir(dirname(output), { recursive: true })

  // A reader never sees half a file, and two conversions at once do not disturb each other.
  const partial = `${output}.${process.pid}.partial`
  const target = await open(partial, 'w')
  try {
    await target.appendFile(HEADER)
    let rows = 0
    for (const group of metadata.row_groups) {
      const end = rows + Number(group.num_rows)
      const length = formatRows(await readColumns(file, metadata, rows, end), buffer)
      await target.appendFile(buffer.subarray(0, length))
      rows = end
      process.stderr.write(`${rows} of ${total} rows\n`)
    }
    await target.close()
    await rename(partial, output)
  } catch (error) {
    await target.close()
    await rm(partial, { force: true })
    throw error
  }
}

const request = readArguments()
try {
  if (request) await convert(request)
} catch (error) {
  process.stderr.write(`${request.source} could not be converted: ${error.message}\n`)
  process.exitCode = 1
}
