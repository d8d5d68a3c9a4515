//! The small primes, which trial division tries and pictures show.

/// How many there are below 2048.
const COUNT: usize = 309;

/// The primes below 2048, in order.
pub static SMALL_PRIMES: [u32; COUNT] = small_primes();

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated while compiling: an index out of range would not compile"
)]
const fn small_primes() -> [u32; COUNT] {
    let mut primes = [2; COUNT];
    let (mut found, mut candidate) = (1, 3);
    while found < COUNT {
        let mut index = 0;
        while index < found && candidate % primes[index] != 0 {
            index += 1;
        }
        if index == found {
            primes[found] = candidate;
            found += 1;
        }
        candidate += 2;
    }
    primes
}
