//! The operations of AES, taken from the crate's whole rounds: a round without a
//! key, of which the other operations are undone.

use super::bytes::exact;
use super::cryptography::block;
use super::{Answer, Arguments, Evaluation};
use aes::Block;
use aes::hazmat;

pub(in crate::engine::trace) fn sub_bytes(of: &mut Arguments) -> Answer {
    each_block(&of.bytes()?, substituted)
}

pub(in crate::engine::trace) fn inv_sub_bytes(of: &mut Arguments) -> Answer {
    each_block(&of.bytes()?, |mut state| {
        hazmat::equiv_inv_cipher_round(&mut state, &Block::default());
        hazmat::mix_columns(&mut state);
        taken(&state, 5)
    })
}

pub(in crate::engine::trace) fn shift_rows(of: &mut Arguments) -> Answer {
    state(of, |state| taken(&state, 5))
}

pub(in crate::engine::trace) fn inv_shift_rows(of: &mut Arguments) -> Answer {
    state(of, |state| taken(&state, 13))
}

pub(in crate::engine::trace) fn mix_columns(of: &mut Arguments) -> Answer {
    state(of, |mut state| {
        hazmat::mix_columns(&mut state);
        state
    })
}

pub(in crate::engine::trace) fn inv_mix_columns(of: &mut Arguments) -> Answer {
    state(of, |mut state| {
        hazmat::inv_mix_columns(&mut state);
        state
    })
}

/// The S-box of the inverse, since that of the inverse is the byte.
pub(in crate::engine::trace) fn affine(of: &mut Arguments) -> Answer {
    let bytes = of.bytes()?;
    exact(&bytes, 1)?;
    let one = |byte: u8| Evaluation::Bytes(vec![byte]);
    let product = |a: u8, b: u8| {
        let mut both = Arguments(vec![one(a), one(b)].into_iter());
        super::words::byte_product(&mut both)
    };
    let byte = bytes.first().copied().unwrap_or_default();
    let inverse = (1..=u8::MAX).find(|other| product(byte, *other) == Ok(one(1)));
    each_block(&[inverse.unwrap_or_default()], substituted)
}

/// One round without a key, its columns unmixed and its rows put back.
fn substituted(mut state: Block) -> Block {
    hazmat::cipher_round(&mut state, &Block::default());
    hazmat::inv_mix_columns(&mut state);
    taken(&state, 13)
}

/// Each byte from a place so many times its own: the rows of a state stand in
/// steps of four, and so 5 takes each row r from r columns on, and 13 puts it back.
fn taken(state: &Block, by: usize) -> Block {
    let byte = |place| state.get(place * by % 16).copied().unwrap_or_default();
    std::array::from_fn::<u8, 16, _>(byte).into()
}

fn state(of: &mut Arguments, with: impl Fn(Block) -> Block) -> Answer {
    let state = block(&of.bytes()?)?;
    Ok(Evaluation::Bytes(with(state.into()).to_vec()))
}

/// What works byte by byte, on a string of any length.
fn each_block(bytes: &[u8], with: impl Fn(Block) -> Block) -> Answer {
    let mut all = Vec::with_capacity(bytes.len());
    for part in bytes.chunks(16) {
        let mut state = Block::default();
        for (to, from) in state.iter_mut().zip(part) {
            *to = *from;
        }
        all.extend(with(state).iter().take(part.len()));
    }
    Ok(Evaluation::Bytes(all))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]

    use crate::engine::hex;
    use crate::engine::trace::{Expr, Value};

    fn bytes(digits: &str) -> Value {
        Value::public_bytes("s", hex::decode(digits).unwrap())
    }

    fn worth(expr: &Expr) -> String {
        hex::encode(&expr.evaluate().unwrap().bytes().unwrap())
    }

    /// The first round of FIPS 197, appendix B, and the way back.
    #[test]
    fn operations_are_those_of_the_standard() {
        let start = "193de3bea0f4e22b9ac68d2ae9f84808";
        let box_ = "d42711aee0bf98f1b8b45de51e415230";
        let rows = "d4bf5d30e0b452aeb84111f11e2798e5";
        let mixed = "046681e5e0cb199a48f8d37a2806264c";
        for (expr, expected) in [
            (Expr::sub_bytes(bytes(start)), box_),
            (Expr::inv_sub_bytes(bytes(box_)), start),
            (Expr::shift_rows(bytes(box_)), rows),
            (Expr::inv_shift_rows(bytes(rows)), box_),
            (Expr::mix_columns(bytes(rows)), mixed),
            (Expr::inv_mix_columns(bytes(mixed)), rows),
            // A word of appendix A.1, and the example of §5.1.1.
            (Expr::sub_bytes(bytes("cf4f3c09")), "8a84eb01"),
            (Expr::affine(bytes("ca")), "ed"),
            (Expr::affine(bytes("00")), "63"),
        ] {
            assert_eq!(worth(&expr), expected, "{expr}");
        }
        assert!(Expr::shift_rows(bytes("00")).evaluate().is_err());
        assert!(Expr::affine(bytes("0000")).evaluate().is_err());
    }
}
