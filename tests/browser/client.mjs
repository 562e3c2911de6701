import {request} from 'node:http';

// A browser's worth of HTTP: a cookie jar, no redirects followed.
export class Client {
  constructor(service) { this.service = service; }
  cookies = new Map();
  send(method, path, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.service.base}${path}`, {method, headers: {
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : {'content-type': 'application/x-www-form-urlencoded',
                                       'content-length': Buffer.byteLength(body)}),
        ...headers}}, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) {
          const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/);
          this.cookies.set(name, value);
        }
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({status: response.statusCode, headers: response.headers,
                                          body: Buffer.concat(chunks)}));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
  get(path, headers) { return this.send('GET', path, undefined, headers); }
  async token(path) {
    return (await this.get(path)).body.toString().match(/name="csrf" value="([^"]+)"/)[1];
  }
  async signIn(account) {
    const csrf = await this.token('/login');
    const answer = await this.send('POST', '/login',
      String(new URLSearchParams({csrf, account, password: 'yanxi-demo'})));
    if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`);
    this.csrf = await this.token('/my-data');
    return this;
  }
  post(path, fields, headers) {
    return this.send('POST', path, String(new URLSearchParams({csrf: this.csrf, ...fields})),
                     headers);
  }
}
