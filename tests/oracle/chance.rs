//! A small source of chance with a seed (splitmix64).

pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).expect("low ≤ high");
        low + i64::try_from(self.next() % span).expect("small")
    }

    pub fn number(&mut self, low: u32, high: u32) -> u32 {
        u32::try_from(self.within(i64::from(low), i64::from(high))).expect("in range")
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, of: i64) -> bool {
        self.within(1, 100) <= of
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(of.len()).expect("short").checked_sub(1).filter(|&last| last >= 0)?;
        of.get(usize::try_from(self.within(0, last)).expect("small"))
    }
}
