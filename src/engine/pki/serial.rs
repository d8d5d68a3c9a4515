//! The number of a certificate (RFC 5280 §4.1.2.2).

use super::error;
use crate::engine::diagnosis::Diagnosis;
use crate::engine::trace::{Equation, Expr, Observer, Step, Value};
use num_bigint::{BigInt, Sign};
use rand::CryptoRng;
use x509_cert::serial_number::SerialNumber;

/// Draws a serial number: 20 octets, the most that is allowed. The first two
/// bits are fixed, 0 for a positive integer and 1 for the full length; the
/// other 158 are random, so that nobody can foresee the bytes that the CA
/// will sign. (Public CAs must use at least 64 random bits.)
///
/// # Errors
/// Only when the crate refuses the number.
pub fn draw(
    random: &mut impl CryptoRng,
    observer: &mut impl Observer,
) -> Result<SerialNumber, Diagnosis> {
    let mut octets = [0; 20];
    random.fill_bytes(&mut octets);
    let [first, ..] = &mut octets;
    *first = *first & 0x7f | 0x40;
    observer.step(|| {
        let number = Value::public("serialNumber", BigInt::from_bytes_be(Sign::Plus, &octets));
        Step::new("serial", "Draw the serial number")
            .says(
                "158 random bits in 20 octets. Unless they come from a word, nobody can foresee \
                 them, which keeps a forger from preparing bytes for the CA to sign.",
            )
            .value(Value::public_bytes("serialNumber", octets).meaning("as octets"))
            .equation(Equation::equal(Expr::bit_length(number), 159))
            .source("RFC 5280", "4.1.2.2")
    });
    SerialNumber::new(&octets).map_err(error::internal)
}

/// A serial number as openssl shows it: `4f:12:…`.
#[must_use]
pub fn show(serial: &SerialNumber) -> String {
    colons(serial.as_bytes())
}

/// Bytes in hexadecimal with colons between them.
#[must_use]
pub fn colons(bytes: &[u8]) -> String {
    let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.join(":")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;
    use crate::engine::trace::Recorder;
    use rand::SeedableRng;

    #[test]
    fn always_positive_and_twenty_octets_long() {
        let mut random = chacha20::ChaCha20Rng::from_seed([7; 32]);
        for _ in 0..200 {
            let mut recorder = Recorder::default();
            let serial = draw(&mut random, &mut recorder).unwrap();
            assert_eq!(serial.as_bytes().len(), 20);
            assert!(recorder.finish().lies().is_empty());
        }
    }
}
