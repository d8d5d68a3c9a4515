//! Addresses: which page, which exhibit of it, and what its form holds.
//!
//! `#/rsa?v=1&at=rsa-keygen&size=3072&seed=class-7`. Only what differs from
//! the defaults is written; `numbers=small` says that those are of small
//! numbers. What a link cannot be understood by is left out
//! and said; the rest still works.

mod covered;
mod makers;

use crate::desk;
use crate::engine::time::{parse_utc, utc};
use crate::units::{self, About, Control, Input, Page, Size, Values};

/// The version of the format that this build writes and reads.
const VERSION: &str = "1";

/// The longest address that is read, in bytes: what every browser and chat
/// program passes on.
pub const LONGEST: usize = 8000;

/// A place in Padlock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The page.
    pub page: Page,
    /// The exhibit that the address is about.
    pub at: Option<&'static str>,
    /// What its form holds, where it differs from the defaults; things as
    /// [`desk::to_word`] writes them.
    pub values: Values,
    /// How the exhibits are set that make what it takes, those first that others
    /// take something from; none that is as it opens.
    pub makers: Vec<Self>,
    /// The fields whose secrets it leaves out.
    pub without: Vec<&'static str>,
    /// The fields whose values no address has room for.
    pub long: Vec<&'static str>,
    /// The word that the randomness comes from.
    pub seed: Option<String>,
    /// What the clock says to what comes from that word, in seconds since 1970.
    pub clock: Option<u64>,
    /// The way to the step that is on the stage.
    pub step: Option<String>,
    /// How large the numbers are; `None` for those that are there already.
    pub size: Option<Size>,
    /// How the exhibit is looked at, where not as usual.
    pub view: Option<View>,
}

/// A way to look at an exhibit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Its stage fills the screen.
    Show,
    /// What comes out is covered until the reader has said what to expect.
    Ask,
}

impl View {
    /// The views, with their names in addresses.
    const ALL: [(Self, &'static str); 2] = [(Self::Show, "show"), (Self::Ask, "ask")];
}

/// Which of a form's values go into an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// Public values only.
    Public,
    /// Secret values too: only after the person asked for exactly that.
    SecretsToo,
}

impl Address {
    /// The start of a page.
    #[must_use]
    pub fn page(page: Page) -> Self {
        Self {
            page,
            at: None,
            values: Values::new(),
            makers: Vec::new(),
            without: Vec::new(),
            long: Vec::new(),
            seed: None,
            clock: None,
            step: None,
            size: None,
            view: None,
        }
    }

    /// The address of an exhibit with what its form holds. It may be longer than
    /// what is read: see [`fitted`](Self::fitted).
    #[must_use]
    pub fn of(
        about: &'static About,
        values: &Values,
        size: Size,
        seed: Option<&str>,
        carry: Carry,
    ) -> Self {
        let (mut carried, mut without) = (Values::new(), Vec::new());
        for input in about.inputs {
            let value = values.get(input.id).map_or("", AsRef::as_ref);
            if !values.contains_key(input.id) || value == about.default_of(input, &carried, size) {
                continue;
            }
            if !may_travel(about, input, carry) || is_private(value) {
                without.push(input.id);
            } else {
                carried.insert(input.id.to_owned(), value.into());
            }
        }
        Self {
            page: about.page,
            at: Some(about.id),
            values: carried,
            makers: Vec::new(),
            without,
            long: Vec::new(),
            seed: seed.map(str::to_owned),
            clock: None,
            step: None,
            size: about.page.has_sizes().then_some(size),
            view: None,
        }
    }

    /// The same without the longest values, as many of them as there is no room
    /// for; it names their fields.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        let inputs = self.at.and_then(units::find);
        for input in inputs.into_iter().flat_map(|about| about.inputs) {
            if self
                .values
                .get(input.id)
                .is_some_and(|value| value.len() >= LONGEST)
            {
                self.leave(input.id);
            }
        }
        while self.fragment().len() > LONGEST {
            let longest = self.values.iter().max_by_key(|(_, value)| value.len());
            let Some((id, _)) = longest.map(|(id, value)| (id.clone(), value)) else {
                break;
            };
            self.leave(&id);
        }
        self
    }

    /// Leaves out the value of a field.
    fn leave(&mut self, id: &str) {
        self.values.remove(id);
        let about = self.at.and_then(units::find);
        self.long.extend(
            about
                .and_then(|about| about.input(id))
                .map(|input| input.id),
        );
    }

    /// Reads the part of an address from `#` on. What cannot be understood is
    /// left out; the messages say what, for the person.
    #[must_use]
    pub fn parse(fragment: &str) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        if fragment.len() > LONGEST {
            problems.push(format!(
                "This link is {} bytes long; Padlock reads up to {LONGEST}. Hand what is longer over as a file.",
                fragment.len()
            ));
            return (Self::page(Page::Road), problems);
        }
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let fragment = fragment.strip_prefix('/').unwrap_or(fragment);
        let (route, query) = fragment.split_once('?').unwrap_or((fragment, ""));
        let plain = route.trim_end_matches('/').to_ascii_lowercase();
        let page = Page::ALL.into_iter().find(|page| page.route() == plain);
        let mut address = Self::page(page.unwrap_or(Page::Road));
        if page.is_none() {
            problems.push(format!(
                "There is no page {:?}; this is the start page instead.",
                shorten(route)
            ));
            return (address, problems);
        }
        let mut pairs = Vec::new();
        for (key, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            if key != "covered" {
                pairs.push((key, value));
            } else if let Some(settings) = covered::settings(&value) {
                pairs.extend(settings);
            } else {
                problems.push(format!(
                    "The link covers something as {:?}, which is no base64url; it was left out.",
                    shorten(&value)
                ));
            }
        }
        let first = |name: &str| {
            pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        if let Some(version) = first("v").filter(|version| *version != VERSION) {
            problems.push(format!(
                "This link is of version {:?}; this Padlock reads version {VERSION}. The page opens with its defaults.",
                shorten(version)
            ));
            return (address, problems);
        }
        let about = match first("at") {
            None => None,
            Some(at) => {
                let about = units::on(address.page).find(|about| about.id == at);
                if about.is_none() {
                    problems.push(format!(
                        "This page has no exhibit {:?}; the link may be damaged.",
                        shorten(at)
                    ));
                }
                about
            }
        };
        address.at = about.map(|about| about.id);
        for (key, value) in &pairs {
            match (key.as_str(), about) {
                ("v" | "at", _) => {}
                _ if value.contains('\u{fffd}') => problems.push(format!(
                    "The link's value for {:?} is not valid UTF-8; it was left out.",
                    shorten(key)
                )),
                ("seed", Some(_)) => address.seed = Some(value.clone()),
                ("without", Some(about)) => {
                    let named = value.split(',').filter_map(|id| about.input(id));
                    let (ids, labels): (Vec<_>, Vec<_>) =
                        named.map(|input| (input.id, input.label)).unzip();
                    problems.push(format!(
                        "This link leaves out what is secret: {}. What stands there is only the example.",
                        labels.join(", ")
                    ));
                    address.without = ids;
                }
                ("long", Some(about)) => {
                    let named = value.split(',').filter_map(|id| about.input(id));
                    address.long = named.map(|input| input.id).collect();
                }
                ("clock", Some(_)) => address.clock = clock(value, &mut problems),
                ("step", Some(_)) => address.step = Some(value.clone()),
                ("view", Some(_)) => {
                    let known = View::ALL.iter().find(|(_, name)| name == value);
                    address.view = known.map(|(view, _)| *view);
                    if known.is_none() {
                        problems.push(format!(
                            "The link asks for the view {:?}, but show or ask belongs there.",
                            shorten(value)
                        ));
                    }
                }
                ("numbers", Some(about)) if about.page.has_sizes() => {
                    address.size = Size::ALL.into_iter().find(|size| size.id() == value);
                    if address.size.is_none() {
                        problems.push(format!(
                            "The link asks for numbers of the size {:?}, but small or real belongs there.",
                            shorten(value)
                        ));
                    }
                }
                (key, Some(about)) => {
                    let maker = key.split_once('.');
                    let known = match (about.input(key), maker) {
                        (Some(input), _) => {
                            filled(&mut address.values, input, value, &mut problems);
                            true
                        }
                        (None, Some(named)) => {
                            makers::take(&mut address, about, named, value, &mut problems)
                        }
                        (None, None) => false,
                    };
                    if !known {
                        problems.push(format!(
                            "The link names a setting {:?} that “{}” does not have; it was left out.",
                            shorten(key),
                            about.title
                        ));
                    }
                }
                (key, None) if first("at").is_none() => problems.push(format!(
                    "The link names a setting {:?} but not the exhibit that it belongs to.",
                    shorten(key)
                )),
                _ => {}
            }
        }
        // Of a maker nothing may have been understood.
        address
            .makers
            .retain(|maker| maker.sets_something() || maker.clock.is_some());
        // A link that shows something and does not say the size is of the time
        // when all numbers were real ones.
        if address.page.has_sizes() && address.size.is_none() && address.shows_something() {
            address.size = Some(Size::Real);
        }
        let size = address.size;
        address
            .makers
            .iter_mut()
            .for_each(|maker| maker.size = size);
        (address, problems)
    }

    /// Whether it fills in a form.
    #[must_use]
    pub fn sets_something(&self) -> bool {
        !self.values.is_empty() || !self.makers.is_empty() || self.seed.is_some()
    }

    /// Whether it says more than where to look.
    fn shows_something(&self) -> bool {
        self.sets_something()
            || !self.without.is_empty()
            || !self.long.is_empty()
            || self.step.is_some()
    }

    /// What the exhibit's form holds once the address is followed: what the
    /// address names, and the defaults of everything else that could be in it.
    #[must_use]
    pub fn settings(&self, about: &About) -> Values {
        let mut settings = self.values.clone();
        for input in about.inputs {
            if may_travel(about, input, Carry::Public) && !settings.contains_key(input.id) {
                let default = about.default_of(input, &self.values, self.size.unwrap_or_default());
                settings.insert(input.id.to_owned(), default.into());
            }
        }
        settings
    }

    /// The address from `#` on.
    #[must_use]
    pub fn fragment(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(at) = self.at {
            if self.sets_something() {
                query.append_pair("v", VERSION);
            }
            query.append_pair("at", at);
            // Where something is shown, real numbers go without saying.
            if let Some(size) = self.size
                && (size == Size::Small || !self.shows_something())
            {
                query.append_pair("numbers", size.id());
            }
            if let Some(seed) = &self.seed {
                query.append_pair("seed", seed);
            }
            if let Some(clock) = self.clock {
                query.append_pair("clock", &said(clock));
            }
            let about = units::find(at);
            let own = self.values.iter();
            let own = own.map(|(key, value)| (key.clone(), value.to_string()));
            let (covered, open): (Vec<_>, Vec<_>) = makers::pairs(&self.makers)
                .chain(own)
                .partition(|(key, _)| self.view == Some(View::Ask) && covered::tells(about, key));
            query.extend_pairs(open);
            if !covered.is_empty() {
                query.append_pair("covered", &covered::word(&covered));
            }
            if !self.without.is_empty() {
                query.append_pair("without", &self.without.join(","));
            }
            if !self.long.is_empty() {
                query.append_pair("long", &self.long.join(","));
            }
            if let Some(step) = &self.step {
                query.append_pair("step", step);
            }
            let named = View::ALL.iter().find(|(view, _)| Some(*view) == self.view);
            if let Some((_, name)) = named {
                query.append_pair("view", name);
            }
        }
        // Ways and times read better with their own signs.
        let query = query
            .finish()
            .replace("%2F", "/")
            .replace("%3A", ":")
            .replace("%2C", ",");
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{}{mark}{query}", self.page.route())
    }
}

/// Things travel by themselves, not as what a form holds; passphrases never.
fn may_travel(about: &About, input: &Input, carry: Carry) -> bool {
    !matches!(input.control, Control::Thing(_) | Control::Passphrase)
        && (!about.keeps_secret(input) || carry == Carry::SecretsToo)
}

/// Whether somebody pasted a private key, whatever the field is for.
fn is_private(value: &str) -> bool {
    value.contains("PRIVATE KEY-----")
}

/// The time that a link sets a clock to.
fn clock(value: &str, problems: &mut Vec<String>) -> Option<u64> {
    let time = parse_utc(value);
    if time.is_none() {
        problems.push(format!(
            "The link sets the clock to {:?}, but a time such as 2026-11-23T18:00:00Z belongs there.",
            shorten(value)
        ));
    }
    time
}

/// Fills in a field from an address.
fn filled(values: &mut Values, input: &Input, value: &str, problems: &mut Vec<String>) {
    if let Err(expected) = fits(&input.control, value) {
        problems.push(format!(
            "The link sets “{}” to {:?}, but {expected} belongs there; it was left out.",
            input.label,
            shorten(value)
        ));
        return;
    }
    let before = values.insert(input.id.to_owned(), value.into());
    if before.is_some_and(|before| *before != *value) {
        problems.push(format!(
            "The link sets “{}” twice; the last one counts.",
            input.label
        ));
    }
}

/// A time as addresses write it.
fn said(clock: u64) -> String {
    utc(clock).replace(" UTC", "Z").replace(' ', "T")
}

fn fits(control: &Control, value: &str) -> Result<(), String> {
    match control {
        Control::Choice(choices) if !choices.iter().any(|choice| choice.value == value) => {
            let known: Vec<_> = choices.iter().map(|choice| choice.value).collect();
            Err(format!("one of {}", known.join(", ")))
        }
        Control::Toggle if !matches!(value, "yes" | "no" | "") => Err("yes or no".into()),
        Control::Number { .. } if !value.is_empty() && value.parse::<i64>().is_err() => {
            Err("a whole number".into())
        }
        Control::Date if !value.is_empty() && !is_day(value) => {
            Err("a day such as 2026-11-23".into())
        }
        Control::Thing(kinds) if desk::from_word(kinds, value).is_none() => {
            Err("a thing in base64url".into())
        }
        Control::Passphrase => Err("nothing from a link".into()),
        _ => Ok(()),
    }
}

/// Whether it is written as `YYYY-MM-DD`.
fn is_day(value: &str) -> bool {
    value.len() == 10
        && value.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Foreign text as a message may show it.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests;
