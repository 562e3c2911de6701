// Requests to the worker itself, without nginx: FastCGI over its UNIX socket.
import {connect} from 'node:net';

function record(type, content) {
  const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
  return Buffer.concat([head, content]);
}

function pair(name, value) {
  return Buffer.concat([Buffer.from([Buffer.byteLength(name), Buffer.byteLength(value)]),
                        Buffer.from(name + value)]);
}

// The whole answer as text, head and body; rejects when nobody listens.
export function ask(socket, method, path, more = {}) {
  return new Promise((resolve, reject) => {
    const parameters = {REQUEST_METHOD: method, REQUEST_URI: path, REQUEST_ID: 'terminal', ...more};
    const peer = connect(socket, () => {
      peer.write(Buffer.concat([
        record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
        record(4, Buffer.concat(Object.entries(parameters).map(([name, value]) =>
          pair(name, value)))),
        record(4, Buffer.alloc(0)), record(5, Buffer.alloc(0))]));
    });
    const chunks = [];
    peer.on('data', (chunk) => chunks.push(chunk));
    peer.on('error', reject);
    peer.on('close', () => {
      const bytes = Buffer.concat(chunks);
      const out = [];
      for (let at = 0; at + 8 <= bytes.length;) {
        const size = bytes.readUInt16BE(at + 4);
        if (bytes[at + 1] === 6) out.push(bytes.subarray(at + 8, at + 8 + size));
        at += 8 + size + bytes[at + 6];
      }
      resolve(Buffer.concat(out).toString());
    });
  });
}
