//! A function as a box: what goes in, and what comes out.

mod draw;

use super::lanes::Lane;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::text::plural;
use crate::engine::trace::{Data, Expr, HIDDEN, Operator, Picture, Value};
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
        let name = operator.traits().notation.sign()?;
        let mut input: Vec<Lane> = Vec::new();
        for argument in arguments {
            if let Some(joined) = joined(argument) {
                input.push(joined);
                continue;
            }
            for value in argument.values() {
                if input.iter().all(|lane| lane.name != value.symbol) {
                    input.push(lane(value));
                }
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
}

impl Picture for Machine {
    fn kind(&self) -> &'static str {
        "machine"
    }

    fn says(&self) -> String {
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

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::machine(self)
    }
}

/// Byte strings that go in one after the other, as one that has their cuts.
fn joined(argument: &Expr) -> Option<Lane> {
    let Expr::Apply(Operator::Concat, parts) = argument else {
        return None;
    };
    let mut bytes = Vec::new();
    let mut cuts = Vec::new();
    let mut known_to = Knowers::EVERYBODY;
    for part in parts {
        let Expr::Value(value) = part else {
            return None;
        };
        cuts.push(bytes.len());
        bytes.extend_from_slice(super::bytes(value)?);
        known_to = known_to.of_both(value.known_to);
    }
    Some(Lane {
        name: argument.to_string().into(),
        size: plural(bytes.len()).into(),
        bytes,
        cuts: cuts.into_iter().filter(|cut| *cut > 0).collect(),
        known_to,
    })
}

fn lane(value: &Value) -> Lane {
    let bytes = shown(&value.data);
    Lane {
        name: value.symbol.clone(),
        size: size(&value.data, bytes.len()).into(),
        bytes,
        cuts: Vec::new(),
        known_to: value.known_to,
    }
}

/// How long something is that is shown as so many bytes: a text has characters.
fn size(data: &Data, shown: usize) -> String {
    let characters = |number: usize| match number {
        1 => "1 character".to_owned(),
        number => format!("{number} characters"),
    };
    match data {
        Data::Bytes(_) | Data::Integer(_) => plural(shown),
        Data::Text(text) => characters(text.chars().count()),
        Data::Ends(ends) => {
            let length = ends.length as usize;
            let all = match &ends.head {
                Data::Text(_) => characters(length),
                _ => plural(length),
            };
            format!("{all}, of which this is the beginning")
        }
        Data::Withheld => HIDDEN.to_owned(),
    }
}

/// The bytes that a value is shown as; of a long one its beginning.
pub(super) fn shown(data: &Data) -> Vec<u8> {
    match data {
        Data::Bytes(bytes) => bytes.clone(),
        Data::Text(text) => text.as_bytes().to_vec(),
        Data::Ends(ends) => shown(&ends.head),
        Data::Integer(number) => digits(number),
        Data::Withheld => Vec::new(),
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
        Data::Withheld => Vec::new(),
    }
}

/// The bytes of a number, the highest first; 0 has one.
fn digits(number: &BigInt) -> Vec<u8> {
    let digits: Vec<u32> = number.iter_u32_digits().collect();
    let bytes = digits.iter().rev().flat_map(|digit| digit.to_be_bytes());
    let bytes: Vec<u8> = bytes.skip_while(|byte| *byte == 0).collect();
    if bytes.is_empty() { vec![0] } else { bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_as_one_string_stands_as_one() {
        let part =
            |symbol: &'static str, length| Expr::from(Value::public_bytes(symbol, vec![7; length]));
        let both = Expr::concat(vec![part("signed", 73), part("tag", 32)]);
        let token = part("token", 140);
        let machine = Machine::of(&token, Operator::Base64Url, &[both]);
        let input = machine.map(|machine| machine.input).unwrap_or_default();
        assert!(matches!(&input[..], [one] if one.bytes.len() == 105 && one.cuts == [73]));
    }

    #[test]
    fn a_text_has_characters() {
        let text = |text: &str| Value::new("token", Data::Text(text.into()), Knowers::EVERYBODY);
        for (value, says) in [
            (text("gAAA"), "4 characters"),
            (text("ä"), "1 character"),
            (Value::public_bytes("bytes", [1, 2]), "2 bytes"),
        ] {
            assert_eq!(lane(&value).size, says);
        }
    }
}
