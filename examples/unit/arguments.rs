//! The words of the command line.

use padlock::units::{self, About};

/// What is to be run, and with what.
pub(crate) struct Arguments {
    /// The unit.
    pub(crate) unit: &'static About,
    /// The inputs that are set: names and what follows the `=`.
    pub(crate) values: Vec<(String, String)>,
    /// The word that randomness comes from.
    pub(crate) seed: Option<String>,
    /// What opens encrypted keys, here and in the files that are handed in.
    pub(crate) passphrase: Option<String>,
    /// The files that lie on the desk.
    pub(crate) desk: Vec<String>,
    /// Whether a program reads the answer.
    pub(crate) json: bool,
}

impl Arguments {
    /// Reads the words.
    ///
    /// # Errors
    /// What is wrong with them, as a sentence.
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let (id, rest) = words.split_first().ok_or("Which unit?")?;
        let unit = units::find(id).ok_or_else(|| {
            let known: Vec<_> = units::ALL.iter().map(|about| about.id).collect();
            format!("There is no unit {id:?}. There are: {}.", known.join(", "))
        })?;
        let mut arguments = Self {
            unit,
            values: Vec::new(),
            seed: None,
            passphrase: None,
            desk: Vec::new(),
            json: false,
        };
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            let mut next = || {
                let value = rest.next().cloned();
                value.ok_or_else(|| format!("{word} wants a word after it."))
            };
            match word.as_str() {
                "--json" => arguments.json = true,
                "--seed" => arguments.seed = Some(next()?),
                "--passphrase" => arguments.passphrase = Some(next()?),
                "--desk" => arguments.desk.push(next()?),
                option if option.starts_with("--") => {
                    return Err(format!(
                        "There is no option {option}. There are: --seed WORD, --passphrase WORD, --desk FILE, --json."
                    ));
                }
                word => match word.split_once('=') {
                    Some((name, value)) => {
                        arguments.values.push((name.to_owned(), value.to_owned()));
                    }
                    None => return Err(format!("Expected NAME=VALUE, found {word:?}.")),
                },
            }
        }
        Ok(arguments)
    }
}
