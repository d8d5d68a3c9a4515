//! What a wasm module of its own exports.
//!
//! The host writes a [`Pair`] at the address that `pair` gives, little-endian
//! as wasm is, calls a power for its size, and reads the values back.
#![allow(
    unsafe_code,
    reason = "exports have fixed names, and one pair lives at a fixed address; the module has one thread"
)]

use crate::Pair;

/// Room for a pair of any size: each begins at the same address.
static mut PLACE: Pair<32> = Pair::new();

/// Where the pair is.
#[unsafe(no_mangle)]
pub extern "C" fn pair() -> *mut u8 {
    (&raw mut PLACE).cast()
}

/// Overwrites what was given and computed, and the part of the stack that the
/// functions here use: all of them need less than half of it.
#[unsafe(no_mangle)]
pub extern "C" fn wipe() {
    let stack = [0_u64; 12 * 1024];
    core::hint::black_box(&stack);
    // SAFETY: nothing else runs in this module meanwhile.
    unsafe { (&raw mut PLACE).write(Pair::new()) };
}

macro_rules! exports {
    ($($name:ident: $words:literal;)*) => { $(
        #[doc = concat!("Runs on a pair of ", $words, " words.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name() {
            // SAFETY: nothing else runs in this module meanwhile; a smaller
            // pair fits the place and every bit pattern is one.
            crate::best::$name(unsafe { &mut *(&raw mut PLACE).cast::<Pair<$words>>() });
        }
    )* };
}

exports! {
    power_16: 16;
    power_24: 24;
    power_32: 32;
    power_of_two_16: 16;
    power_of_two_24: 24;
    power_of_two_32: 32;
    lucas_16: 16;
    lucas_24: 24;
    lucas_32: 32;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
