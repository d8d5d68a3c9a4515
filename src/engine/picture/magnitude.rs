//! How large a long number is. The page has no arithmetic of long numbers, and
//! needs none to draw: the leading bits tell a place.

use crate::engine::text::Text;
use crate::engine::trace::{Data, Expr, Value};
use num_bigint::BigInt;

/// Numbers of at most so many bits are written beside a picture.
const SHORT: u64 = 40;

/// The integer that a value is.
pub(super) fn integer(value: &Value) -> Option<&BigInt> {
    match &value.data {
        Data::Integer(integer) => Some(integer),
        _ => None,
    }
}

/// The number without its lowest bits, where at most 64 are left.
pub(super) fn from_bit(number: &BigInt, shift: u64) -> u64 {
    let (digits, bits) = (
        usize::try_from(shift / 32).unwrap_or(usize::MAX),
        shift % 32,
    );
    let mut all = number.iter_u32_digits().skip(digits);
    let mut next = || u128::from(all.next().unwrap_or(0));
    let top = next() | next() << 32 | next() << 64;
    u64::try_from(top >> bits & u128::from(u64::MAX)).unwrap_or(u64::MAX)
}

/// How much of another number a number is, in thousandths, to within one; at
/// most all of it.
pub(super) fn share(number: &BigInt, whole: &BigInt) -> u32 {
    // Of 64 bits the upper ones are left free for the factor.
    let shift = whole.bits().max(number.bits()).saturating_sub(48);
    let share = from_bit(number, shift) * 1000 / from_bit(whole, shift).max(1);
    u32::try_from(share.min(1000)).unwrap_or(1000)
}

/// The number in digits, where it is short enough for a head; its sign is not
/// lost.
pub(super) fn short(number: &BigInt) -> Option<Text> {
    let sign = if number.sign() == num_bigint::Sign::Minus {
        "−"
    } else {
        ""
    };
    (number.bits() <= SHORT).then(|| format!("{sign}{}", from_bit(number, 0)).into())
}

/// The number in digits, where it has at most so many bits; else its first and
/// its last byte.
pub(super) fn written(number: &BigInt, most: u64) -> Text {
    if number.bits() <= most.min(SHORT)
        && let Some(all) = short(number)
    {
        return all;
    }
    let bytes = number.bits().div_ceil(8).max(1);
    let first = from_bit(number, 8 * (bytes - 1));
    format!("{first:02x}…{:02x}", from_bit(number, 0) & 0xff).into()
}

/// What a short expression is worth; `None` where it is long, or more than the
/// four operations.
pub(super) fn worth(expr: &Expr) -> Option<i64> {
    use crate::engine::trace::Operator as Op;
    match expr {
        Expr::Constant(constant) => Some(*constant),
        Expr::Value(value) => {
            let integer = integer(value)?;
            let sign = if integer.sign() == num_bigint::Sign::Minus {
                -1
            } else {
                1
            };
            let magnitude = i64::try_from(from_bit(integer, 0)).ok();
            magnitude
                .filter(|_| integer.bits() <= 60)
                .map(|magnitude| magnitude * sign)
        }
        Expr::Apply(operator, arguments) => {
            let mut all = arguments.iter().map(worth);
            let first = all.next()??;
            all.try_fold(first, |so_far, next| match (operator, next?) {
                (Op::Sum, next) => so_far.checked_add(next),
                (Op::Difference, next) => so_far.checked_sub(next),
                (Op::Product, next) => so_far.checked_mul(next),
                (Op::Power, next) => so_far.checked_pow(u32::try_from(next).ok()?),
                _ => None,
            })
        }
    }
}
