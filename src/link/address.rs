//! Addresses: which page, which block of it, and what its form holds.
//!
//! `#/rsa?v=1&at=rsa-keygen&size=3072&seed=class-7`. Only what differs from
//! the defaults is written; `numbers=small` says that those are of small
//! numbers. What a link cannot be understood by is left out
//! and said; the rest still works.

use crate::units::{self, About, Control, Page, Size, Values};

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
    /// The block that the address is about.
    pub at: Option<&'static str>,
    /// What its form holds, where it differs from the defaults.
    pub values: Values,
    /// The word that the randomness comes from.
    pub seed: Option<String>,
    /// The way to the step that is on the stage.
    pub step: Option<String>,
    /// How large the numbers are; `None` for those that are there already.
    pub size: Option<Size>,
    /// How the block is looked at, where not as usual.
    pub view: Option<View>,
}

/// A way to look at a block.
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
            seed: None,
            step: None,
            size: None,
            view: None,
        }
    }

    /// The address of a block with what its form holds; without values that no
    /// address has room for.
    #[must_use]
    pub fn of(
        about: &'static About,
        values: &Values,
        size: Size,
        seed: Option<&str>,
        carry: Carry,
    ) -> Self {
        let mut carried = Values::new();
        for input in about.inputs {
            if may_travel(about, input, carry)
                && let Some(value) = values.get(input.id).map(AsRef::as_ref)
                && value != about.default_of(input, &carried, size)
                && value.len() < LONGEST
            {
                carried.insert(input.id.to_owned(), value.into());
            }
        }
        Self {
            page: about.page,
            at: Some(about.id),
            values: carried,
            seed: seed.map(str::to_owned),
            step: None,
            size: about.page.has_sizes().then_some(size),
            view: None,
        }
    }

    /// Reads the part of an address from `#` on. What cannot be understood is
    /// left out; the messages say what, for the person.
    #[must_use]
    pub fn parse(fragment: &str) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        if fragment.len() > LONGEST {
            problems.push(format!(
                "This link is {} bytes long; Padlock reads up to {LONGEST}. It was probably not made here.",
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
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
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
                        "This page has no part {:?}; the link may be damaged.",
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
                (key, Some(about)) => match about.input(key) {
                    Some(input) => match fits(&input.control, value) {
                        Ok(()) => {
                            let before = address
                                .values
                                .insert(key.to_owned(), value.as_str().into());
                            if before.is_some_and(|before| *before != **value) {
                                problems.push(format!(
                                    "The link sets “{}” twice; the last one counts.",
                                    input.label
                                ));
                            }
                        }
                        Err(expected) => problems.push(format!(
                            "The link sets “{}” to {:?}, but {expected} belongs there; it was left out.",
                            input.label,
                            shorten(value)
                        )),
                    },
                    None => problems.push(format!(
                        "The link names a setting {:?} that “{}” does not have; it was left out.",
                        shorten(key),
                        about.title
                    )),
                },
                (key, None) if first("at").is_none() => problems.push(format!(
                    "The link names a setting {:?} but not the part of the page that it belongs to.",
                    shorten(key)
                )),
                _ => {}
            }
        }
        // A link that shows something and does not say the size is of the time
        // when all numbers were real ones.
        if address.page.has_sizes() && address.size.is_none() && address.shows_something() {
            address.size = Some(Size::Real);
        }
        (address, problems)
    }

    /// Whether it says more than where to look.
    fn shows_something(&self) -> bool {
        !self.values.is_empty() || self.seed.is_some() || self.step.is_some()
    }

    /// What the block's form holds once the address is followed: what the
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
            if !self.values.is_empty() || self.seed.is_some() {
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
            for (key, value) in &self.values {
                query.append_pair(key, value);
            }
            if let Some(step) = &self.step {
                query.append_pair("step", step);
            }
            let named = View::ALL.iter().find(|(view, _)| Some(*view) == self.view);
            if let Some((_, name)) = named {
                query.append_pair("view", name);
            }
        }
        // A way of names reads better with its own signs.
        let query = query.finish().replace("%2F", "/");
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{}{mark}{query}", self.page.route())
    }
}

/// Things are on one person's desk and mean nothing to another; passphrases
/// never travel.
fn may_travel(about: &About, input: &units::Input, carry: Carry) -> bool {
    !matches!(input.control, Control::Thing(_) | Control::Passphrase)
        && (!about.keeps_secret(input) || carry == Carry::SecretsToo)
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
        Control::Thing(_) | Control::Passphrase => Err("nothing from a link".into()),
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
mod tests {
    use super::*;

    #[test]
    fn what_a_hand_adds_to_a_route_is_forgiven_and_a_setting_given_twice_is_told() {
        for link in ["#/RSA", "#/rsa/", "#rsa"] {
            assert_eq!(Address::parse(link), (Address::page(Page::Rsa), vec![]));
        }
        let (address, problems) = Address::parse("#/rsa?at=rsa-keygen&size=4096&size=2048");
        assert_eq!(&**address.values.get("size").unwrap(), "2048");
        assert!(problems[0].contains("twice"), "{problems:?}");
    }

    #[test]
    fn a_link_says_how_to_look_at_a_block() {
        for (name, view) in [("show", View::Show), ("ask", View::Ask)] {
            let link = format!("#/rsa?at=rsa-why&numbers=small&step=cycle&view={name}");
            let (address, problems) = Address::parse(&link);
            assert!(address.view == Some(view) && problems.is_empty());
            assert_eq!(address.fragment(), link);
        }
        let (address, problems) = Address::parse("#/rsa?at=rsa-why&view=grand");
        assert!(
            address.view.is_none() && problems[0].contains("grand"),
            "{problems:?}"
        );
    }

    #[test]
    fn every_page_and_block_has_an_address_that_leads_back() {
        for page in Page::ALL {
            let address = Address::page(page);
            assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
        }
        for about in Page::ALL.into_iter().flat_map(units::on) {
            for (carry, size) in [
                (Carry::Public, Size::Small),
                (Carry::SecretsToo, Size::Real),
            ] {
                let mut values = Values::new();
                for input in about.inputs {
                    let value = match &input.control {
                        Control::Choice(choices) => choices.last().unwrap().value.to_owned(),
                        Control::Toggle => "yes".to_owned(),
                        Control::Number { max, .. } => max.to_string(),
                        Control::Date => "2026-11-23".to_owned(),
                        _ => "ünï & code=1?#".to_owned(),
                    };
                    values.insert(input.id.to_owned(), value.into());
                }
                let address = Address {
                    step: Some("power/row-37".to_owned()),
                    ..Address::of(about, &values, size, Some("class 7"), carry)
                };
                assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
            }
        }
    }

    #[test]
    fn a_link_says_how_large_its_numbers_are_and_those_of_before_mean_real_ones() {
        let size = |link: &str| Address::parse(link).0.size;
        assert_eq!(
            size("#/rsa?at=rsa-encrypt&numbers=small"),
            Some(Size::Small)
        );
        assert_eq!(size("#/rsa?at=rsa-encrypt&step=power"), Some(Size::Real));
        assert_eq!(size("#/rsa?v=1&at=rsa-keygen&seed=one"), Some(Size::Real));
        assert_eq!(size("#/rsa?at=rsa-keygen"), None, "it only points");
        assert_eq!(size("#/certificate?at=ca-root&step=tbs"), None);
        let about = units::find("rsa-keygen").unwrap();
        for size in Size::ALL {
            let values = units::Inputs::opening(about, size).values;
            let address = Address::of(about, &values, size, None, Carry::Public);
            assert!(address.values.is_empty(), "{size:?}");
            assert_eq!(Address::parse(&address.fragment()), (address, vec![]));
        }
        let (_, problems) = Address::parse("#/rsa?at=rsa-keygen&numbers=huge");
        assert!(problems[0].contains("small or real"), "{problems:?}");
    }

    #[test]
    fn secrets_enter_only_when_asked_for() {
        for about in units::ALL {
            let values = about
                .inputs
                .iter()
                .map(|input| (input.id.to_owned(), "CANARY".into()))
                .collect();
            let public = Address::of(about, &values, Size::Real, None, Carry::Public);
            for input in about.inputs {
                if about.keeps_secret(input) || matches!(input.control, Control::Passphrase) {
                    assert!(
                        !public.values.contains_key(input.id),
                        "{}.{}",
                        about.id,
                        input.id
                    );
                }
            }
        }
    }

    #[test]
    fn a_link_leads_back_also_to_what_was_left_of_an_example() {
        let about = units::find("fernet-decrypt").unwrap();
        let token = ("token", "gAAAAA");
        for set in [
            vec![token, ("now", ""), ("ttl", "")],
            vec![token],
            vec![token, ("ttl", "")],
            vec![("key", "mine"), ("now", ""), ("ttl", "")],
        ] {
            let mut values = units::Inputs::defaults(about).values;
            values.extend(
                set.iter()
                    .map(|(id, value)| ((*id).into(), (*value).into())),
            );
            let link = Address::of(about, &values, Size::Real, None, Carry::Public).fragment();
            let mut there = Address::parse(&link).0.settings(about);
            there.insert("key".into(), values.get("key").unwrap().clone());
            let travelled = values.iter().filter(|(id, _)| there.contains_key(*id));
            assert!(travelled.eq(there.iter()), "{link}");
        }
        let by_hand = Address::parse("#/cipher?at=fernet-decrypt&token=gAAAAA").0;
        assert_eq!(&**by_hand.settings(about).get("ttl").unwrap(), "");
    }

    #[test]
    fn what_is_too_long_for_a_link_is_left_out_of_it() {
        let about = units::find("fernet-decrypt").unwrap();
        let values = Values::from_iter([
            ("token".to_owned(), "A".repeat(LONGEST).into()),
            ("ttl".to_owned(), "7".into()),
        ]);
        let address = Address::of(about, &values, Size::Real, None, Carry::Public);
        assert_eq!(address.values.keys().collect::<Vec<_>>(), ["ttl"]);
    }

    #[test]
    fn foreign_links_give_a_message_and_a_page() {
        for (link, says) in [
            ("#/nowhere", "no page"),
            ("#/rsa?v=9&at=rsa-keygen", "version"),
            ("#/rsa?at=no-such-part", "no part"),
            ("#/desk?at=desk-lock", "no part"),
            ("#/rsa?size=7", "not the part"),
            ("#/certificate?at=ca-root&days=soon", "a whole number"),
            ("#/certificate?at=ca-root&from=someday", "a day such as"),
            ("#!garbage%%%", "no page"),
        ] {
            let (_, problems) = Address::parse(link);
            assert!(
                problems.iter().any(|problem| problem.contains(says)),
                "{link}: {problems:?}"
            );
        }
        let (address, problems) = Address::parse(&format!("#/rsa?{}", "x".repeat(9000)));
        assert_eq!((address.page, problems.len()), (Page::Road, 1));
    }
}
