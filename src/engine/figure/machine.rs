//! A function as a box: what goes in, and what comes out.

use super::lanes::Lane;
use crate::engine::text::Text;
use crate::engine::trace::{Data, Expr, Operator, Value};
use num_bigint::BigInt;

/// A function of byte strings. Numbers and texts are shown as their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// What goes in.
    pub input: Vec<Lane>,
    /// What the function is called.
    pub name: Text,
    /// What comes out.
    pub output: Vec<Lane>,
    /// What comes out, where that has no name of its own.
    pub gives: Option<Text>,
}

impl Machine {
    /// The picture of `result = f(…)`; `None` where nothing goes in or comes
    /// out.
    pub(super) fn of(result: &Expr, operator: Operator, arguments: &[Expr]) -> Option<Self> {
        let name = match operator {
            Operator::Xor => "⊕",
            Operator::Concat => "‖",
            Operator::Slice => "[…]",
            other => Expr::function(other)?,
        };
        let mut input: Vec<Lane> = Vec::new();
        for value in arguments.iter().flat_map(Expr::values) {
            if input.iter().all(|lane| lane.name != value.symbol) {
                input.push(lane(value));
            }
        }
        let output: Vec<Lane> = result.values().into_iter().map(lane).collect();
        (!input.is_empty() || !output.is_empty()).then(|| Self {
            input,
            name: name.into(),
            gives: output.is_empty().then(|| result.to_string().into()),
            output,
        })
    }

    /// What it shows, in words.
    pub(super) fn says(&self) -> String {
        let all = |lanes: &[Lane]| {
            let names: Vec<&str> = lanes.iter().map(|lane| &*lane.name).collect();
            names.join(" and ")
        };
        format!(
            "{} goes into {}; {} comes out.",
            all(&self.input),
            self.name,
            match &self.gives {
                Some(gives) => gives.to_string(),
                None => all(&self.output),
            }
        )
    }
}

fn lane(value: &Value) -> Lane {
    Lane {
        name: value.symbol.clone(),
        bytes: shown(&value.data),
        known_to: value.known_to,
    }
}

/// The bytes that a value is shown as; of a long one its beginning.
pub(super) fn shown(data: &Data) -> Vec<u8> {
    match data {
        Data::Bytes(bytes) => bytes.clone(),
        Data::Text(text) => text.as_bytes().to_vec(),
        Data::Ends(ends) => shown(&ends.head),
        Data::Integer(number) => digits(number),
    }
}

/// The first bytes that a value is shown as, at most so many.
pub(super) fn beginning(data: &Data, most: usize) -> Vec<u8> {
    let cut = |bytes: &[u8]| bytes.get(..most).unwrap_or(bytes).to_vec();
    match data {
        Data::Bytes(bytes) => cut(bytes),
        Data::Text(text) => cut(text.as_bytes()),
        Data::Ends(ends) => beginning(&ends.head, most),
        Data::Integer(number) => cut(&digits(number)),
    }
}

/// The bytes of a number, the highest first; 0 has one.
fn digits(number: &BigInt) -> Vec<u8> {
    let digits: Vec<u32> = number.iter_u32_digits().collect();
    let bytes = digits.iter().rev().flat_map(|digit| digit.to_be_bytes());
    let bytes: Vec<u8> = bytes.skip_while(|byte| *byte == 0).collect();
    if bytes.is_empty() { vec![0] } else { bytes }
}
