//! What an address says of the exhibits that make what its own takes:
//! `rsa-keygen.p=7`.

use super::{Address, clock, filled, said};
use crate::units::About;

/// Takes in what an address says of one setting of a maker; whether there is
/// such a setting.
pub(super) fn take(
    address: &mut Address,
    about: &'static About,
    (unit, key): (&str, &str),
    value: &str,
    problems: &mut Vec<String>,
) -> bool {
    let makers = about.makers();
    let Some(maker) = makers.into_iter().find(|maker| maker.id == unit) else {
        return false;
    };
    let place = (address.makers.iter()).position(|one| one.at == Some(maker.id));
    let place = place.unwrap_or(address.makers.len());
    if place == address.makers.len() {
        address.makers.push(Address {
            at: Some(maker.id),
            ..Address::page(maker.page)
        });
    }
    let Some(made) = address.makers.get_mut(place) else {
        return false;
    };
    match key {
        "seed" => made.seed = Some(value.to_owned()),
        "clock" => made.clock = clock(value, problems),
        _ => match maker.input(key) {
            Some(input) => filled(&mut made.values, input, value, problems),
            None => return false,
        },
    }
    true
}

/// What an address says of its makers, as names and values.
pub(super) fn pairs(makers: &[Address]) -> impl Iterator<Item = (String, String)> {
    makers.iter().flat_map(|maker| {
        let unit = maker.at.unwrap_or_default();
        let seed = maker.seed.clone().map(|seed| ("seed".to_owned(), seed));
        let clock = maker.clock.map(|clock| ("clock".to_owned(), said(clock)));
        let values = maker.values.iter();
        let values = values.map(|(key, value)| (key.clone(), value.to_string()));
        let all = seed.into_iter().chain(clock).chain(values);
        all.map(move |(key, value)| (format!("{unit}.{key}"), value))
    })
}
