//! What a unit says about itself.

use crate::desk::Kind;
use crate::engine::knowers::Knowers;
use crate::units::{Page, Values};

/// How large the numbers are that a page begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// They fit in a head.
    #[default]
    Small,
    /// Those of real keys.
    Real,
}

impl Size {
    /// The sizes.
    pub const ALL: [Self; 2] = [Self::Small, Self::Real];

    /// Its name in addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Real => "real",
        }
    }

    /// What the page calls it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "Small numbers",
            Self::Real => "Real size",
        }
    }
}

/// When a unit runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At once, and again after each change: it takes a few milliseconds.
    Live,
    /// Once with its defaults when the page opens, then by its button.
    Button(&'static str),
    /// Once with its defaults when it is opened itself, then by its button: it
    /// is beside the way, and takes a second.
    Opened(&'static str),
    /// By its button only: opened on the desk or wanting something first.
    Asked(&'static str),
}

impl Start {
    /// Whether a run with its defaults is shown before the button is pressed.
    #[must_use]
    pub fn has_example(self) -> bool {
        matches!(self, Self::Button(_) | Self::Opened(_))
    }

    /// What its button says, where it has one.
    #[must_use]
    pub fn button(self) -> Option<&'static str> {
        match self {
            Self::Live => None,
            Self::Button(label) | Self::Opened(label) | Self::Asked(label) => Some(label),
        }
    }
}

/// An exhibit of a page.
#[derive(Debug)]
pub struct About {
    /// Its name in addresses and messages, such as `rsa-keygen`. Never
    /// changed: links hold it.
    pub id: &'static str,
    /// Where it is shown.
    pub page: Page,
    /// Its heading.
    pub title: &'static str,
    /// The question that it answers, in one sentence.
    pub question: &'static str,
    /// When it runs.
    pub start: Start,
    /// The inputs that matter most, in their order: of those in use at most three
    /// stand in one row above the picture, the others behind "More".
    pub row: &'static [&'static str],
    /// Its form.
    pub inputs: &'static [Input],
    /// Ways to break it, each a button.
    pub breaks: &'static [Break],
    /// What its form holds at first where the numbers are small, by input id;
    /// all other inputs hold their defaults.
    pub small: &'static [(&'static str, &'static str)],
    /// What will come of it, where a run waits for its button.
    pub makes: &'static [&'static str],
    /// Whether what it makes can be kept on the desk.
    pub keeps: bool,
    /// Whether chance goes into what it makes.
    pub draws: Draws,
}

/// When a unit draws random numbers that what it makes depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draws {
    /// Never: the same settings give the same output.
    Never,
    /// In every run.
    Always,
    /// In every run, and never from a word that others may know: what it draws
    /// protects something.
    Afresh,
    /// While an input holds one of these values.
    While(&'static str, &'static [&'static str]),
}

impl Draws {
    /// Whether a run with these values draws.
    #[must_use]
    pub fn applies(self, values: &Values) -> bool {
        match self {
            Self::Never => false,
            Self::Always | Self::Afresh => true,
            Self::While(input, among) => {
                among.contains(&values.get(input).map_or("", |value| value.trim()))
            }
        }
    }
}

/// One field of a form. All values are text; the run reads them.
#[derive(Debug)]
pub struct Input {
    /// Its name in addresses, unique in the unit.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// A hint under the field; may be empty.
    pub hint: &'static str,
    /// How it is filled in.
    pub control: Control,
    /// What it holds at first. For a [`Control::Thing`]: the id of the unit
    /// whose newest result is taken (`rsa-keygen`), with `#1` for a draft
    /// other than its first.
    pub default: &'static str,
    /// Whether its content may enter a link by itself.
    pub known_to: Knowers,
    /// When it is shown.
    pub showing: Showing,
    /// What goes into it by itself.
    pub fits: Fits,
    /// Where its default belongs to an example: which one.
    pub example: Option<Example>,
    /// Whether it names what is wrong: a question covers it, in the form and in
    /// its link.
    pub tells: bool,
}

/// What goes into a field by itself, of all that is of the right kind.
#[derive(Debug)]
pub enum Fits {
    /// Anything.
    Any,
    /// A key whose private half is at hand.
    Held,
    /// A certificate that signs no others, or a CA's that is a server's, too.
    Leaf,
    /// A CA's certificate whose private key is at hand: of the key in the
    /// field with this id, where the person chose that one.
    Signer(&'static str),
    /// The key that belongs to what is in another field: to a certificate, or
    /// to what was encrypted or signed with it.
    KeyOf(&'static str),
    /// The root above the certificate in another field: one that names itself
    /// as its issuer. Where none is at hand, nothing.
    IssuerOf(&'static str),
    /// The first name of the certificate in another field, while it is empty.
    NameOf(&'static str),
    /// A common name that no root on the desk has: one that is taken gets a
    /// number.
    Unused,
    /// Besides what is typed in, all things of this kind, on the desk or made
    /// by exhibits.
    Beside(Kind),
}

/// An example that a default belongs to.
#[derive(Debug)]
pub struct Example {
    /// The fields that make it up.
    pub of: &'static [&'static str],
    /// What the default becomes once one of them holds something else.
    pub then: &'static str,
}

/// When a field is shown.
#[derive(Debug)]
pub enum Showing {
    /// Always.
    Always,
    /// While another input of the unit holds one of these values.
    While(&'static str, &'static [&'static str]),
}

/// How a field is filled in.
#[derive(Debug)]
pub enum Control {
    /// One line of text.
    Line,
    /// One line of text that is written in a monospaced face: hex, base64, numbers.
    Code,
    /// Several lines of text.
    Area,
    /// Several lines in a monospaced face: PEM, tokens.
    CodeArea,
    /// A whole number.
    Number {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// One of a few values.
    Choice(&'static [Choice]),
    /// `yes` or `no`.
    Toggle,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// A date and a time in UTC, to be moved by steps.
    Clock,
    /// A passphrase.
    Passphrase,
    /// A thing of one of these kinds: from the desk, or made by another unit.
    Thing(&'static [Kind]),
}

/// One of the values of a [`Control::Choice`].
#[derive(Debug)]
pub struct Choice {
    /// The value that the run sees.
    pub value: &'static str,
    /// The value in words.
    pub label: &'static str,
}

/// A way to break a unit: a button that changes some of its inputs.
#[derive(Debug)]
pub struct Break {
    /// The button's words.
    pub label: &'static str,
    /// What to watch for, in one sentence.
    pub says: &'static str,
    /// The inputs that it sets.
    pub sets: &'static [(&'static str, &'static str)],
}

impl About {
    /// The input with this id.
    #[must_use]
    pub fn input(&self, id: &str) -> Option<&'static Input> {
        self.inputs.iter().find(|input| input.id == id)
    }

    /// The exhibits that make what its fields take by themselves, and those that
    /// make what these take: each once, after those that it takes something from.
    #[must_use]
    pub fn makers(&self) -> Vec<&'static Self> {
        let mut makers: Vec<&'static Self> = Vec::new();
        let units = self.inputs.iter().filter_map(|input| input.maker());
        for maker in units.filter_map(|(unit, _)| crate::units::find(unit)) {
            for one in maker.makers().into_iter().chain([maker]) {
                if !makers.iter().any(|other| other.id == one.id) {
                    makers.push(one);
                }
            }
        }
        makers
    }

    /// Whether an input stands in the row above the picture while it is in use.
    #[must_use]
    pub fn is_in_row(&self, input: &Input) -> bool {
        self.row.contains(&input.id)
    }

    /// What an input holds when its page opens with numbers of this size.
    #[must_use]
    pub fn opening(&self, input: &Input, size: Size) -> &'static str {
        let small = self.small_value(input.id);
        small
            .filter(|_| size == Size::Small)
            .unwrap_or(input.default)
    }

    /// What an input holds where the numbers are small, if that is said.
    fn small_value(&self, id: &str) -> Option<&'static str> {
        let own = self.small.iter().find(|(input, _)| *input == id);
        own.map(|(_, value)| *value)
    }

    /// Whether an input begins as a small number where numbers are small.
    #[must_use]
    pub fn is_small(&self, input: &Input) -> bool {
        let value = self.small_value(input.id).unwrap_or_default();
        value.parse::<u64>().is_ok()
    }

    /// Whether a link holds an input only when asked to: it is a secret, and not
    /// one of small numbers, which protect nothing.
    #[must_use]
    pub fn keeps_secret(&self, input: &Input) -> bool {
        let is_of_small = match input.showing {
            Showing::While(other, [value]) => self.small_value(other) == Some(*value),
            _ => false,
        };
        input.known_to.is_secret() && !is_of_small
    }

    /// The size that a choice stands for where it decides about the numbers.
    #[must_use]
    pub fn size_of(&self, input: &str, value: &str) -> Option<Size> {
        let small = self.small_value(input)?;
        let control = &self.input(input)?.control;
        let size = if value == small {
            Size::Small
        } else {
            Size::Real
        };
        matches!(control, Control::Choice(_)).then_some(size)
    }

    /// What an input holds at first, with these values in the others.
    #[must_use]
    pub fn default_of(&self, input: &Input, values: &Values, size: Size) -> &'static str {
        let is_own = |id: &&str| {
            let default = self.input(id).map_or("", |input| input.default);
            values
                .get(*id)
                .is_some_and(|value| value.as_ref() != default)
        };
        match &input.example {
            Some(example) if example.of.iter().any(is_own) => example.then,
            _ => self.opening(input, size),
        }
    }
}

impl Input {
    /// For a [`Control::Thing`]: the id of the unit that makes what is taken by
    /// default, and which of its drafts that is, from 0. `None` without a
    /// default.
    #[must_use]
    pub fn maker(&self) -> Option<(&'static str, usize)> {
        let (unit, index) = self.default.split_once('#').unwrap_or((self.default, "0"));
        let index = index.parse().ok()?;
        (matches!(self.control, Control::Thing(_)) && !unit.is_empty()).then_some((unit, index))
    }

    /// A field with the usual settings, to be changed where they do not fit:
    /// no hint, empty at first, public, always shown.
    #[must_use]
    pub const fn new(id: &'static str, label: &'static str, control: Control) -> Self {
        Self {
            id,
            label,
            hint: "",
            control,
            default: "",
            known_to: Knowers::EVERYBODY,
            showing: Showing::Always,
            fits: Fits::Any,
            example: None,
            tells: false,
        }
    }
}
