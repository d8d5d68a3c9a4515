//! Bytes as PEM, as base64 that stands alone, and as a desk file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use padlock::desk;
use padlock::engine::asn1::pem;

fuzz_target!(|input: &[u8]| {
    let found = pem::read(input);
    let mut end = 0;
    for block in &found.blocks {
        // They stand behind each other in the input, and a message can point at them.
        assert!(block.range.start >= end && block.range.end <= input.len());
        end = block.range.end;
    }
    for error in &found.errors {
        assert!(
            error.at.is_none_or(|at| at as usize <= input.len()),
            "{error}"
        );
    }
    let _ = pem::bare_base64(input);
    // What a desk file holds comes back from it.
    if let Some(things) = std::str::from_utf8(input)
        .ok()
        .and_then(|text| desk::load(text).ok())
    {
        assert_eq!(desk::load(&desk::save(&things)), Ok(things));
    }
});
