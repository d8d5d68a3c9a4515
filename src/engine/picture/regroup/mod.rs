//! Three bytes as four numbers of six bits, and these as characters
//! (RFC 4648 §4).

mod draw;

use super::bytes;
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::{Data, Expr, Operator, Picture, Step};

/// 24 bits, in groups of eight and in groups of six.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regroup {
    /// The bytes; those that fill the last group are zero.
    pub bytes: [u8; 3],
    /// The four numbers, below 64.
    pub numbers: [u32; 4],
    /// Their characters; `=` for what only fills.
    pub text: Text,
}

impl Regroup {
    /// The picture of a step that reads three bytes as a number and shows the
    /// four characters that this makes.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let bytes = step.equations.iter().find_map(|equation| {
            let Expr::Apply(Operator::Os2ip, of) = &equation.left else {
                return None;
            };
            match of.as_slice() {
                [Expr::Value(value)] => <[u8; 3]>::try_from(bytes(value)?).ok(),
                _ => None,
            }
        })?;
        let text = step.values.iter().find_map(|value| match &value.data {
            Data::Text(text) if text.len() == 4 => Some(text.clone()),
            _ => None,
        })?;
        let whole = bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u32::from(*byte));
        Some(Self {
            bytes,
            numbers: [18, 12, 6, 0].map(|shift| whole >> shift & 63),
            text: text.into(),
        })
    }
}

impl Picture for Regroup {
    fn kind(&self) -> &'static str {
        "regroup"
    }

    fn says(&self) -> String {
        let numbers = self.numbers.map(|number| number.to_string());
        format!(
            "The 24 bits of three bytes, cut into four groups of six: the numbers {}, which are written {}.",
            numbers.join(", "),
            self.text
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::regroup(self)
    }
}
