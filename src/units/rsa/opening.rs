//! How the exhibits of RSA begin.

use super::verify::SignatureTampering;
use crate::engine::knowers::Knowers;
use crate::engine::number::NamedInteger;
use crate::engine::picture::encoding::OAEP_ENCODING;
use crate::engine::picture::{
    Board, Card, Column, Content, Fill, Form, Length, Lengths, Modulus, Orbit, Pass, Scatter, Seal,
    Side,
};
use crate::engine::rsa::{PrivateKey, PublicKey, Signing, VerificationOutcome, textbook};
use crate::engine::trace::{Equation, Expr, OPENING, Step, Value};
use crate::units::opening::step;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use sha2::{Digest as _, Sha256};

/// A modulus of this many bits is short enough to write what is below it.
const SHORT: u64 = 40;

/// The bytes of a block that are shown: as many as a hash has.
const SHOWN: usize = 32;

/// Two edges and an area.
pub(in crate::units) fn key(p: &BigInt, q: &BigInt, e: &BigInt) -> Step {
    let n = p * q;
    let told = match Modulus::of(p, q, e) {
        Some(short) => step(KEY, KEPT, short),
        None => {
            let rows = vec![
                Length::of("p", p, Knowers::OWNER),
                Length::of("q", q, Knowers::OWNER),
                Length::of("n", &n, Knowers::EVERYBODY),
            ];
            let room = n.bits().max(1);
            step(KEY, KEPT, Lengths { rows, room })
        }
    };
    let [p, q] = [("p", p), ("q", q)].map(|(name, prime)| Value::secret(name, prime.clone()));
    told.equation(Equation::equal(
        Value::public("n", n.clone()),
        Expr::product(p, q),
    ))
    .source("RFC 8017", "3.1")
}

const KEY: &str = "Two secret primes, one public product";
const KEPT: &str = "You keep the edges p and q; everybody gets the area n, and not how to cut it.";

/// The same of a key whose primes are yet to be found.
pub(in crate::units) fn sized_key(bits: u64) -> Step {
    step(KEY, KEPT, Modulus::sized(bits)).source("RFC 8017", "3.1")
}

/// The first number that a message becomes without padding; `None` where n has
/// no room for one.
fn first_number(n: &BigInt, message: &[u8], number: Option<BigInt>) -> Option<BigInt> {
    let whole = number.unwrap_or_else(|| BigInt::from_bytes_be(Sign::Plus, message));
    if whole < *n {
        return Some(whole);
    }
    let block = message.get(..textbook::block_length(n))?;
    let first = BigInt::from_bytes_be(Sign::Plus, block);
    (!block.is_empty()).then_some(first)
}

/// Where the e-th power sends a number, among all others; and of a text its
/// first block.
pub(in crate::units) fn bare_encryption(
    key: &PublicKey,
    message: &[u8],
    number: Option<BigInt>,
) -> Option<Step> {
    let (n, e) = (&key.n.integer, &key.e.integer);
    let m = first_number(n, message, number)?;
    let c = m.modpow(e, n);
    let power = Expr::power_mod(
        Value::secret("m", m.clone()).meaning("message"),
        &key.e,
        &key.n,
    );
    let ciphertext = Value::public("c", c.clone()).meaning("ciphertext");
    let equation = Equation::equal(ciphertext, power);
    let told = match Scatter::of(&equation, "message") {
        Some(all) => step(
            "Where each number goes",
            "The e-th power scatters all numbers below n. Of a real n nobody can draw the ways back.",
            all,
        ),
        None => step(
            "Far over n, and what is left",
            "The power is far too long to write; modulo n, no more bits are left than n has.",
            Lengths::of_power(&m, &c, e, n),
        ),
    };
    Some(told.equation(equation).source("RFC 8017", "5.1.1"))
}

/// The empty diagram of OAEP.
pub(in crate::units) fn oaep() -> Step {
    Step::new(OPENING, "Two rounds that hide each other")
        .says("Each half of the block is hidden behind the other: the same message never looks the same.")
        .shares(OAEP_ENCODING)
        .source("RFC 8017", "7.1.1")
}

/// A message that anybody can lock, and one person can open.
pub(in crate::units) fn locked() -> Step {
    let anybody = Card::new(Form::Machine, "Anybody")
        .line("", "message")
        .key("public key", Knowers::EVERYBODY);
    let owner = Card::new(Form::Machine, "Owner")
        .key("private key", Knowers::OWNER)
        .line("", "message");
    let sent = Card::new(Form::Paper, "Ciphertext").line("", "as long as n");
    let board = Board::new(
        "Anybody locks a message with the public key; the ciphertext goes to the owner, whose private key alone opens it.",
        vec![
            anybody.into(),
            Column::Way(vec![Pass::on("lock").with(Knowers::EVERYBODY)]),
            sent.into(),
            Column::Way(vec![Pass::on("open").with(Knowers::OWNER)]),
            owner.into(),
        ],
    );
    step(
        "All can lock, one can open",
        "The public key locks; only the private key of its owner opens.",
        board,
    )
    .source("RFC 8017", "7")
}

/// Where the d-th power leads a ciphertext, among all others; `None` where the
/// numbers are too many for that, or it is no number below n.
pub(in crate::units) fn bare_decryption(key: &PrivateKey, ciphertext: &[u8]) -> Option<Step> {
    let c = textbook::numbers(&key.public(), ciphertext)
        .ok()?
        .into_iter()
        .next()?;
    let m = c.modpow(&key.d.integer, &key.n.integer);
    let power = Expr::power_mod(Value::public("c", c).meaning("ciphertext"), &key.d, &key.n);
    let equation = Equation::equal(Value::secret("m", m).meaning("message"), power);
    let all = Scatter::of(&equation, "")?;
    Some(
        step(
            "Where each number comes from",
            "The d-th power leads every number back to where it came from.",
            all,
        )
        .equation(equation)
        .source("RFC 8017", "5.1.2"),
    )
}

/// There and back as a way round, where the numbers below n cannot be drawn; `None`
/// where they are, step by step, from the beginning.
pub(in crate::units) fn there_and_back(key: &PrivateKey, m: &BigInt) -> Option<Step> {
    let n = &key.n.integer;
    if n.bits() <= 12 || m >= n {
        return None;
    }
    let PrivateKey { e, d, p, q, .. } = key;
    let [p_1, q_1] = [p, q].map(|prime| &prime.integer - 1_u32);
    let lambda = NamedInteger::secret("λ", p_1.lcm(&q_1)).meaning("λ(n)");
    let orbit = Orbit::of(&e.integer, &d.integer, &lambda.integer)?;
    Some(
        step(
            "There and back",
            "The e-th power leaves m; the d-th power goes on, whole rounds in all, and ends at m.",
            orbit,
        )
        .equation(Equation::congruent(Expr::product(e, d), 1, &lambda))
        .source("RFC 8017", "3.2"),
    )
}

/// A message, its hash, and the way to a signature and back.
pub(in crate::units) fn signing(key: &PublicKey, message: &[u8], scheme: Signing) -> Step {
    let seal = Seal::of(message, made(key, message, scheme), Side::Signer);
    step(
        "A seal on the hash",
        "The d-th power seals the hash; with e everybody finds the same hash again.",
        seal,
    )
    .source("RFC 8017", "8")
}

/// What the reader of a signature compares, before it is known.
pub(in crate::units) fn verifying(
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
    (scheme, tampered): (Signing, SignatureTampering),
) -> Step {
    let seal = Seal {
        signature: signature.to_vec(),
        changes: Some(
            [SignatureTampering::Message, SignatureTampering::Signature]
                .map(|what| change_of(what, tampered)),
        ),
        ..Seal::of(message, made(key, message, scheme), Side::Reader)
    };
    step(
        "The same from both sides?",
        "One hash comes from the message, one from the signature: they must be the same.",
        seal,
    )
    .source("RFC 8017", "8")
}

/// Changing a bit of a part, or leaving it as it was sent.
fn change_of(part: SignatureTampering, tampered: SignatureTampering) -> Fill {
    let input = "tamper";
    match part == tampered {
        true => Fill {
            input,
            value: SignatureTampering::Nothing.value(),
            says: "Leave it as it was sent",
        },
        false => Fill {
            input,
            value: part.value(),
            says: "Change one bit of it",
        },
    }
}

fn made(key: &PublicKey, message: &[u8], scheme: Signing) -> Content {
    let hash = Sha256::digest(message);
    let n = &key.n.integer;
    if scheme == Signing::Textbook && n.bits() <= SHORT {
        let m = BigInt::from_bytes_be(Sign::Plus, &hash).mod_floor(n);
        return Content::Number(m.to_string().into());
    }
    Content::Bytes(hash.to_vec())
}

/// Completes the picture of a signature that was made: whether it holds is for
/// another to say.
pub(in crate::units) fn signed(step: &mut Step, signature: &[u8], accepted: bool) {
    change(step, |seal| {
        seal.signature = signature.to_vec();
        seal.found = accepted.then(|| seal.made.clone());
    });
}

/// Completes the picture of a signature with what was found in it.
pub(in crate::units) fn verified(step: &mut Step, checked: &VerificationOutcome) {
    change(step, |seal| {
        let VerificationOutcome {
            expected, found, ..
        } = checked;
        let is_number = matches!(seal.made, Content::Number(_));
        let content = |bytes: &[u8]| {
            if is_number {
                return Content::Number(
                    BigInt::from_bytes_be(Sign::Plus, bytes).to_string().into(),
                );
            }
            Content::Bytes(window(bytes, expected, found).to_vec())
        };
        if !expected.is_empty() {
            seal.made = content(expected);
        }
        // Where it did not come to a comparison, there is nothing in it.
        seal.found = Some(match found.is_empty() {
            true => Content::Bytes(Vec::new()),
            false => content(found),
        });
    });
}

/// The part of a block that is shown: where the two differ first, or else its
/// end, where the hash stands.
fn window<'a>(block: &'a [u8], one: &[u8], other: &[u8]) -> &'a [u8] {
    let end = block.len().saturating_sub(SHOWN);
    let differ = one.iter().zip(other).position(|(one, other)| one != other);
    // Windows are counted from the end, so that the hash is one of them.
    let first = end % SHOWN;
    let start = differ.map_or(end, |at| match at.checked_sub(first) {
        Some(beyond) => (first + beyond / SHOWN * SHOWN).min(end),
        None => 0,
    });
    let shown = block.get(start..).unwrap_or_default();
    shown.get(..SHOWN).unwrap_or(shown)
}

fn change(step: &mut Step, change: impl FnOnce(&mut Seal)) {
    step.amend_picture(change);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_shown_where_it_differs() {
        let one: Vec<u8> = (0..=255).collect();
        let with = |at: usize| {
            let mut other = one.clone();
            other[at] ^= 1;
            window(&one, &one, &other).first().copied()
        };
        assert_eq!(window(&one, &one, &one), &one[224..], "the hash");
        assert_eq!(
            [0, 31, 32, 223, 255].map(with),
            [Some(0), Some(0), Some(32), Some(192), Some(224)]
        );
        let short = [1, 2, 3];
        assert_eq!(window(&short, &short, &[1, 2, 4]), short);
    }

    #[test]
    fn a_text_begins_with_its_first_block() {
        let n = BigInt::from(3233);
        assert_eq!(first_number(&n, b"Me", None), Some(u32::from(b'M').into()));
        assert_eq!(first_number(&n, b"M", None), Some(u32::from(b'M').into()));
        assert_eq!(first_number(&n, b"7", Some(7.into())), Some(7.into()));
        assert_eq!(first_number(&55.into(), b"Me", None), None);
    }
}
