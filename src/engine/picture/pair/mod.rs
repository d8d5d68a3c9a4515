//! Two certificates beside each other, and what a check holds against what.

mod draw;

use super::pins::{self, Pin};
use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// A certificate beside the one above it. All checks of a chain share this
/// picture; each lights the lines that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The certificate, and that of its issuer where there is one.
    pub sheets: Vec<Sheet>,
    /// What the lines are held against, where that is no line.
    pub against: Text,
    /// Whether it holds, where that is known.
    pub holds: Option<bool>,
    /// The checks so far, this one the last.
    pub pins: Vec<Pin>,
    /// How many there will be.
    pub checks: usize,
}

/// A certificate in lines, the same for every one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Whom it is for.
    pub title: Text,
    /// What stands in each line, in the order of [`LINES`](Self::LINES).
    pub values: [Text; 9],
    /// Which lines the check is about.
    pub lit: Vec<Stands>,
}

/// A line of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Whom it is for.
    Subject,
    /// Who signed it.
    Issuer,
    /// The key that it is about.
    Key,
    /// From when until when.
    Validity,
    /// Whether it is a CA's.
    Constraints,
    /// What the key may do.
    Usage,
    /// What it is for.
    Purpose,
    /// The names of the server.
    Names,
    /// The signature under it.
    Signature,
}

impl Sheet {
    /// The lines from the top, and what they are called.
    pub const LINES: [(Stands, &'static str); 9] = [
        (Stands::Subject, "subject"),
        (Stands::Issuer, "issuer"),
        (Stands::Key, "public key"),
        (Stands::Validity, "validity"),
        (Stands::Constraints, "basicConstraints"),
        (Stands::Usage, "keyUsage"),
        (Stands::Purpose, "extKeyUsage"),
        (Stands::Names, "names (SAN)"),
        (Stands::Signature, "signature"),
    ];

    /// The lines that are lit, by their numbers from the top.
    pub fn lit(&self) -> impl Iterator<Item = usize> {
        let lines = Self::LINES.iter().enumerate();
        lines
            .filter(|(_, (line, _))| self.lit.contains(line))
            .map(|(number, _)| number)
    }

    /// What stands in the lines that are lit.
    pub fn found(&self) -> impl Iterator<Item = &str> {
        self.lit().filter_map(|at| Some(&**self.values.get(at)?))
    }

    /// The lines that are lit, each with its name.
    fn named(&self) -> Vec<String> {
        let names = self.lit().filter_map(|at| Some(Self::LINES.get(at)?.1));
        let both = names.zip(self.found());
        both.map(|(name, found)| format!("{name} {found}"))
            .collect()
    }
}

impl Pair {
    /// The two lines that are held against each other; `None` where one is held
    /// against something else.
    #[must_use]
    pub fn joined(&self) -> Option<[usize; 2]> {
        let [one, other] = self.sheets.as_slice() else {
            return None;
        };
        let first = |sheet: &Sheet| sheet.lit().next();
        let both = [first(one)?, first(other)?];
        self.against.is_empty().then_some(both)
    }
}

impl Picture for Pair {
    fn kind(&self) -> &'static str {
        "pair"
    }

    fn says(&self) -> String {
        let titles: Vec<&str> = self.sheets.iter().map(|sheet| &*sheet.title).collect();
        let lit: Vec<String> = self.sheets.iter().flat_map(Sheet::named).collect();
        let mut says = match titles.as_slice() {
            [one, other] => format!("The certificate of {one} beside that of its issuer, {other}."),
            _ => format!("The certificate of {}.", titles.concat()),
        };
        if !lit.is_empty() {
            says.push_str(&format!(" Looked at: {}", lit.join("; ")));
            if !self.against.is_empty() {
                says.push_str(&format!("; held against: {}", self.against));
            }
            says.push('.');
        }
        says.push_str(&format!(
            " Check {} of {}. {}",
            self.pins.len(),
            self.checks,
            pins::says(&self.pins)
        ));
        says
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::pair(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(title: &'static str, lit: &[Stands]) -> Sheet {
        Sheet {
            title: title.into(),
            lit: lit.to_vec(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_line_is_held_against_a_line_or_against_something_else() {
        let mut pair = Pair {
            sheets: vec![
                sheet("localhost", &[Stands::Issuer]),
                sheet("Root", &[Stands::Subject]),
            ],
            against: "".into(),
            holds: Some(true),
            pins: vec![Pin {
                name: "The names chain".into(),
                holds: Some(true),
            }],
            checks: 15,
        };
        assert_eq!(pair.joined(), Some([1, 0]));
        assert!(pair.says().contains("Check 1 of 15. 1 of 1 checks hold."));
        pair.against = "localhost".into();
        assert_eq!(pair.joined(), None);
        assert!(pair.says().contains("held against: localhost."));
        pair.sheets.pop();
        assert!(pair.says().starts_with("The certificate of localhost."));
    }
}
