import {existsSync, readFileSync} from 'node:fs'
import type {ConnectionOptions} from 'node:tls'
import {Failure} from '../failure.ts'
import type {Address} from './address.ts'

/**
 * What to try, in order, for an sslmode: without TLS (false) or with these options. As in libpq, `require` checks
 * the chain where there is a root certificate, and a Unix socket has no TLS.
 * https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
 * @throws Failure `no_root_certificate`, `bad_certificate_file`
 */
export function tlsAttempts({tls, host}: Pick<Address, 'tls' | 'host'>): readonly (false | ConnectionOptions)[] {
  if (tls.mode === 'disable' || host.startsWith('/')) return [false]
  const verify = tls.mode === 'verify-full' || tls.mode === 'verify-ca' || (tls.mode === 'require' && !!tls.rootCert)
  if (verify && !tls.rootCert)
    throw new Failure('no_root_certificate', `sslmode=${tls.mode} needs a root certificate to check ${host} against`, {
      hint: 'give sslrootcert=FILE (of a cloud provider: its CA file), or sslrootcert=system with sslmode=verify-full',
    })
  const options: ConnectionOptions = {
    rejectUnauthorized: verify,
    ...(tls.mode === 'verify-full' ? {} : {checkServerIdentity: () => undefined}),
    ...(verify && tls.rootCert ? authorities(tls.rootCert) : {}),
    ...(tls.cert ? {cert: pem(tls.cert, 'sslcert')} : {}),
    ...(tls.key ? {key: pem(tls.key, 'sslkey')} : {}),
  }
  if (tls.mode === 'allow') return [false, options]
  return tls.mode === 'prefer' ? [options, false] : [options]
}

/** Where OpenSSL's own bundle is on Debian, Red Hat, Alpine and macOS. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** None where the system has no bundle: then Node takes its own. */
function authorities(rootCert: string): Pick<ConnectionOptions, 'ca'> {
  if (rootCert !== 'system') return {ca: pem(rootCert, 'sslrootcert')}
  const bundle = SYSTEM_BUNDLES.find((file) => existsSync(file))
  return bundle ? {ca: pem(bundle, 'sslrootcert')} : {}
}

function pem(file: string, parameter: string): Buffer {
  try {
    return readFileSync(file)
  } catch (cause) {
    throw new Failure('bad_certificate_file', `cannot read the ${parameter} file ${file}`, {cause})
  }
}
