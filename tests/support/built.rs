//! RSA keys built byte by byte, from any numbers.

use num_bigint::BigInt;
use num_integer::Integer as _;
use padlock::engine::rsa::PrivateKey;

/// The OID rsaEncryption.
pub const RSA: [u8; 11] = [
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01,
];

/// The parameters that belong to it.
pub const NULL: [u8; 2] = [5, 0];

/// Tag, length and content.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let header = match length {
        0..0x80 => vec![tag, u8::try_from(length).unwrap()],
        0x80..0x100 => vec![tag, 0x81, u8::try_from(length).unwrap()],
        _ => [
            &[tag, 0x82][..],
            &u16::try_from(length).unwrap().to_be_bytes(),
        ]
        .concat(),
    };
    [&header, content].concat()
}

/// A SEQUENCE of elements.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

/// An INTEGER.
pub fn integer(number: &BigInt) -> Vec<u8> {
    element(2, &number.to_signed_bytes_be())
}

/// n, e, d, p, q, d_p, d_q and q_inv of two numbers above 1 without a common
/// factor: they fit together, be p and q prime or not.
pub fn fitting(p: &BigInt, q: &BigInt) -> [BigInt; 8] {
    let (p_1, q_1): (BigInt, BigInt) = (p - 1, q - 1);
    let lambda = p_1.lcm(&q_1);
    let (e, d) = std::iter::once(65_537)
        .chain((3..).step_by(2))
        .map(BigInt::from)
        .find_map(|e| Some((e.clone(), e.modinv(&lambda)?)))
        .unwrap();
    let [d_p, d_q] = [&p_1, &q_1].map(|less| d.mod_floor(less));
    let q_inv = q.modinv(p).unwrap();
    [p * q, e, d, p.clone(), q.clone(), d_p, d_q, q_inv]
}

/// The version of a key of two primes, and its eight numbers.
pub fn versioned(numbers: &[BigInt; 8]) -> Vec<Vec<u8>> {
    std::iter::once(integer(&0.into()))
        .chain(numbers.iter().map(integer))
        .collect()
}

/// The same of a key that was read.
pub fn numbers(key: &PrivateKey) -> Vec<Vec<u8>> {
    let numbers = [
        &key.n, &key.e, &key.d, &key.p, &key.q, &key.d_p, &key.d_q, &key.q_inv,
    ];
    versioned(&numbers.map(|number| number.integer.clone()))
}

/// `RSAPrivateKey` (RFC 8017 §A.1.2).
pub fn pkcs1(numbers: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &numbers.concat())
}

/// `PrivateKeyInfo` (RFC 5958 §2).
pub fn pkcs8(inner: &[u8]) -> Vec<u8> {
    sequence(&[&[2, 1, 0], &sequence(&[&RSA, &NULL]), &element(4, inner)])
}

/// `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
pub fn spki(inner: &[u8], parameters: &[u8]) -> Vec<u8> {
    let bits = element(3, &[&[0], inner].concat());
    sequence(&[&sequence(&[&RSA, parameters]), &bits])
}

/// A PEM block.
pub fn pem_of(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::prelude::BASE64_STANDARD.encode(der);
    format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
}
