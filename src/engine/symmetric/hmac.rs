//! HMAC-SHA256 (RFC 2104): a keyed hash of a hash.

use crate::engine::knowers::Knowers;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The block size of SHA-256, in bytes.
const BLOCK: usize = 64;

/// What the key, the message and the tag are called where they stand.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The key's symbol.
    pub key: &'static str,
    /// The message's symbol.
    pub message: &'static str,
    /// The tag's symbol.
    pub tag: &'static str,
}

/// `HMAC(K, M) = H((K' ⊕ opad) ‖ H((K' ⊕ ipad) ‖ M))`, where `K'` is the key
/// (or its hash, where it is longer than 64 bytes) filled up with zeros to
/// 64 bytes.
pub fn hmac_sha256(
    key: &[u8],
    message: &[u8],
    names: Names,
    known_to: Knowers,
    observer: &mut impl Observer,
) -> [u8; 32] {
    observer.enter(|| {
        Step::new("hmac", "Compute the HMAC with SHA-256")
            .says("The key goes in twice, once in front of the message, and once in front of the result. Whoever does not know the key cannot make the HMAC, and any changed bit of the message changes it.")
            .source("RFC 2104", "2")
    });
    let block = key_block(key);
    observer.step(|| {
        let k = Value::secret_bytes(names.key, key).meaning("the key");
        let filled = Value::secret_bytes("K'", &block[..]).meaning("the key as one block");
        let start = if key.len() > BLOCK {
            Expr::digest(Hash::Sha256, &k)
        } else {
            (&k).into()
        };
        let zeros = BLOCK - if key.len() > BLOCK { 32 } else { key.len() };
        Step::new("hmac-key", "Fill the key up to one block of SHA-256")
            .says(format!(
                "SHA-256 works on blocks of 64 bytes; {zeros} zero bytes are appended to the key."
            ))
            .equation(Equation::equal(
                Expr::concat(vec![start, Expr::repeat(0, super::pkcs7::size(zeros))]),
                &filled,
            ))
            .value(k)
            .value(filled)
            .source("RFC 2104", "2")
    });
    let inner_key = masked(&block, 0x36);
    observer.step(|| {
        mask_step(
            "hmac-ipad",
            "The inner key",
            "K_i",
            &block,
            &inner_key,
            0x36,
        )
    });
    let inner: [u8; 32] = Sha256::new()
        .chain_update(&inner_key[..])
        .chain_update(message)
        .finalize()
        .into();
    observer.step(|| {
        let k = Value::secret_bytes("K_i", &inner_key[..]);
        let m = bytes(names.message, message, known_to).meaning("the message");
        let h = Value::secret_bytes("h", inner).meaning("the inner hash");
        Step::new("hmac-inner", "The inner hash")
            .says("SHA-256 over the inner key and the message.")
            .equation(Equation::equal(
                Expr::digest(Hash::Sha256, Expr::concat(vec![(&k).into(), (&m).into()])),
                &h,
            ))
            .value(m)
            .value(h)
            .source("FIPS 180-4", "6.2")
    });
    let outer_key = masked(&block, 0x5c);
    observer.step(|| {
        mask_step(
            "hmac-opad",
            "The outer key",
            "K_o",
            &block,
            &outer_key,
            0x5c,
        )
    });
    let tag: [u8; 32] = Sha256::new()
        .chain_update(&outer_key[..])
        .chain_update(inner)
        .finalize()
        .into();
    observer.step(|| {
        let o = Value::secret_bytes("K_o", &outer_key[..]);
        let h = Value::secret_bytes("h", inner);
        let t = bytes(names.tag, tag, known_to).meaning("the HMAC");
        Step::new("hmac-outer", "The outer hash is the HMAC")
            .says("SHA-256 over the outer key and the inner hash.")
            .equation(Equation::equal(
                Expr::digest(Hash::Sha256, Expr::concat(vec![(&o).into(), (&h).into()])),
                &t,
            ))
            .value(t)
            .source("FIPS 180-4", "6.2")
    });
    observer.amend(|step| {
        let k = Value::secret_bytes(names.key, key);
        let m = bytes(names.message, message, known_to);
        let t = bytes(names.tag, tag, known_to).meaning("the HMAC");
        step.equations
            .push(Equation::equal(Expr::hmac(Hash::Sha256, k, m), &t));
        step.values.push(t);
    });
    observer.leave();
    tag
}

fn key_block(key: &[u8]) -> Zeroizing<[u8; BLOCK]> {
    let mut block = Zeroizing::new([0; BLOCK]);
    let hashed = Zeroizing::new(<[u8; 32]>::from(Sha256::digest(key)));
    let short = if key.len() > BLOCK { &hashed[..] } else { key };
    for (to, from) in block.iter_mut().zip(short) {
        *to = *from;
    }
    block
}

fn masked(block: &[u8; BLOCK], mask: u8) -> Zeroizing<[u8; BLOCK]> {
    Zeroizing::new(block.map(|byte| byte ^ mask))
}

fn mask_step(
    id: &'static str,
    title: &'static str,
    symbol: &'static str,
    block: &[u8; BLOCK],
    result: &[u8; BLOCK],
    mask: u8,
) -> Step {
    let k = Value::secret_bytes("K'", *block);
    let out = Value::secret_bytes(symbol, *result);
    Step::new(id, title)
        .says(format!(
            "Every byte of the key block is mixed (XOR) with {mask:#04x}."
        ))
        .equation(Equation::equal(
            Expr::xor(&k, Expr::repeat(i64::from(mask), 64)),
            &out,
        ))
        .value(out)
        .source("RFC 2104", "2")
}

fn bytes(symbol: &'static str, bytes: impl Into<Vec<u8>>, known_to: Knowers) -> Value {
    Value::new(
        symbol,
        crate::engine::trace::Data::Bytes(bytes.into()),
        known_to,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::hex;
    use crate::engine::trace::Recorder;

    #[test]
    fn the_test_cases_of_rfc_4231() {
        // RFC 4231 §4.2, §4.3, §4.7 (a key longer than the block).
        for (key, message, tag) in [
            (
                vec![0x0b; 20],
                &b"Hi There"[..],
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            let mut recorder = Recorder::default();
            let names = Names {
                key: "K",
                message: "M",
                tag: "tag",
            };
            let found = hmac_sha256(&key, message, names, Knowers::EVERYBODY, &mut recorder);
            assert_eq!(hex::encode(&found), tag);
            let trace = recorder.finish();
            assert!(trace.lies().is_empty());
            assert_eq!(trace.all().len(), 6);
        }
    }
}
