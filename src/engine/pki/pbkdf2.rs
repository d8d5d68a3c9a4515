//! PBKDF2 with HMAC-SHA256 (RFC 8018 §5.2), round by round.

use super::error;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Derives 32 bytes, the length of one hash, so that one block is all:
/// `DK = U_1 ⊕ U_2 ⊕ … ⊕ U_c` with `U_1 = HMAC(P, S ‖ INT(1))` and
/// `U_i = HMAC(P, U_{i−1})`.
///
/// # Errors
/// Never: HMAC takes keys of any length.
pub(super) fn derive(
    passphrase: &[u8],
    salt: &[u8],
    rounds: u32,
    observer: &mut impl Observer,
) -> Result<Zeroizing<[u8; 32]>, Diagnosis> {
    observer.enter(|| {
        Step::new("derive", "Derive a key from the passphrase")
            .says(
                "PBKDF2 chains HMAC-SHA256 with the passphrase as its key, and adds up all \
                 results by ⊕. The many rounds make each guess at the passphrase cost as much as \
                 this one.",
            )
            .value(Value::public("c", rounds).meaning("rounds"))
            .value(Value::public("dkLen", 32).meaning("bytes, for AES-256"))
            .source("RFC 8018", "5.2")
            .rows()
    });
    let mac = Hmac::<Sha256>::new_from_slice(passphrase).map_err(error::internal)?;
    let first = [salt, &1_u32.to_be_bytes()].concat();
    let passphrase = || Value::secret_bytes("P", passphrase).meaning("passphrase");
    let mut last = Zeroizing::new([0; 32]);
    let mut sum = Zeroizing::new([0; 32]);
    for round in 1..=rounds {
        let message: &[u8] = if round == 1 { &first } else { last.as_slice() };
        let next: Zeroizing<[u8; 32]> = {
            let mut mac = mac.clone();
            mac.update(message);
            Zeroizing::new(mac.finalize().into_bytes().into())
        };
        let mut after = sum.clone();
        for (byte, other) in after.iter_mut().zip(next.iter()) {
            *byte ^= other;
        }
        observer.step(|| {
            let message = if round == 1 {
                Value::public_bytes("S ‖ INT(1)", message)
            } else {
                Value::secret_bytes(format!("U_{}", round - 1), message)
            };
            let u = Value::secret_bytes(format!("U_{round}"), *next);
            let after = Value::secret_bytes(format!("T_{round}"), *after);
            let step = Step::new(round.to_string(), format!("Round {round}")).equation(
                Equation::equal(&u, Expr::hmac(Hash::Sha256, passphrase(), message)),
            );
            if round == 1 {
                step.equation(Equation::equal(after, u))
            } else {
                let before = Value::secret_bytes(format!("T_{}", round - 1), *sum);
                step.equation(Equation::equal(after, Expr::xor(before, u)))
            }
        });
        (last, sum) = (next, after);
    }
    observer.amend(|step| {
        step.values
            .push(Value::secret_bytes("DK", *sum).meaning("the key for AES-256"));
    });
    observer.leave();
    Ok(sum)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;
    use crate::engine::trace::Recorder;

    /// RFC 7914 §11 has PBKDF2-HMAC-SHA256 vectors; the first 32 of their 64
    /// bytes are the first block.
    #[test]
    fn published_vectors() {
        for (passphrase, salt, rounds, expected) in [
            (
                "passwd",
                "salt",
                1,
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc",
            ),
            (
                "Password",
                "NaCl",
                80_000,
                "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
            ),
        ] {
            let mut recorder = Recorder::default();
            let key = derive(
                passphrase.as_bytes(),
                salt.as_bytes(),
                rounds,
                &mut recorder,
            )
            .unwrap();
            let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
            let trace = recorder.finish();
            assert!(trace.lies().is_empty());
            assert_eq!(trace.at("derive").unwrap().inside.total, rounds);
        }
    }
}
