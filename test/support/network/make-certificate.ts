/** Self-signed certificates, made on the spot: nothing to keep secret, nothing that expires in the repository. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface CertificateOptions {
  readonly dnsName: string;
  readonly validUntil?: Date;
}

/** PEM, as node:tls wants it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 86_400_000;

export function makeCertificate({ dnsName, validUntil }: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const until = validUntil ?? new Date(Date.now() + DAY_MS);
  const signedWith = sequence(ecdsaWithSha256);
  const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from(dnsName)))));
  const alternativeNames = sequence(element(0x82, Buffer.from(dnsName)));
  const toBeSigned = sequence(
    element(0xa0, integer(2)),
    integer(1),
    signedWith,
    name,
    sequence(time(new Date(until.getTime() - 2 * DAY_MS)), time(until)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    element(0xa3, sequence(sequence(subjectAlternativeName, element(0x04, alternativeNames)))),
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, signedWith, element(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}

const commonName = Buffer.from('0603550403', 'hex');
const subjectAlternativeName = Buffer.from('0603551d11', 'hex');
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex');

/** DER: tag, length, content. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthBytes =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts);

const integer = (value: number): Buffer => element(0x02, Buffer.from([value]));

/** GeneralizedTime, to the second. */
const time = (date: Date): Buffer =>
  element(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`));
