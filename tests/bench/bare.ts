// The least that Express can do: the same bytes for every request, from a process of its own.
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { argv, exit, stdin, stdout } from 'node:process'
import express from 'express'

const [, , file = '', mediaType = ''] = argv
const page = readFileSync(file, 'utf8')

const app = express()
app.get('/*path', (_req, res) => {
  res.type(mediaType).send(page)
})
const server = app.listen(0, '127.0.0.1', () => {
  stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
// The bench holds the other end; with it this ends too.
stdin.on('end', () => exit()).resume()
