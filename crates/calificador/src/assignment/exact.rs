//! Números exactos: se leen de lo que escribió una persona y se redondean una vez.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Una fracción exacta. Es de precisión ilimitada porque los pesos los pone un
/// docente y los puntos cada paso: ninguna combinación debe poder desbordarla.
pub type Exact = BigRational;

/// Cifras que se admiten a cada lado de la coma en un número escrito a mano.
const MAX_DIGITS: usize = 9;

/// `value` entero.
pub fn whole(value: impl Into<BigInt>) -> Exact {
    Exact::from_integer(value.into())
}

/// `numerator`/`denominator`, que no puede ser cero.
pub fn fraction(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Exact {
    Exact::new(numerator.into(), denominator.into())
}

/// El número que dice `text`: `3`, `0.5`, `2,25`. `None` si no lo es.
pub fn parse(text: &str) -> Option<Exact> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (integer, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let only_digits =
        |part: &str| part.len() <= MAX_DIGITS && part.bytes().all(|b| b.is_ascii_digit());
    if integer.is_empty() || !only_digits(integer) || !only_digits(decimals) {
        return None;
    }
    let all: BigInt = format!("{integer}{decimals}").parse().ok()?;
    let magnitude = Exact::new(all, ten_to(decimals.len()));
    Some(if negative { -magnitude } else { magnitude })
}

fn ten_to(places: usize) -> BigInt {
    num_traits::pow(BigInt::from(10), places)
}

/// Un número con sus decimales contados: lo que se escribe en una casilla.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal {
    units: i64,
    places: u8,
}

impl Decimal {
    /// `value` con `places` decimales. La mitad justa sube, hacia la nota más alta:
    /// con dos decimales, 6,125 es 6,13.
    pub fn rounded(value: &Exact, places: u8) -> Self {
        let scaled = value * Exact::from_integer(ten_to(places.into()));
        let half = Exact::new(One::one(), 2.into());
        let units = (scaled + half).floor().to_integer();
        Self {
            units: units.to_i64().unwrap_or(if units.is_negative() {
                i64::MIN
            } else {
                i64::MAX
            }),
            places,
        }
    }

    /// Con coma decimal: `6,13`.
    pub fn with_comma(self) -> String {
        self.to_string().replace('.', ",")
    }

    /// El valor exacto.
    pub fn exact(self) -> Exact {
        Exact::new(self.units.into(), ten_to(self.places.into()))
    }

    /// El más cercano de los números de máquina, para quien no sabe otra cosa.
    pub fn to_f64(self) -> f64 {
        self.to_string().parse().unwrap_or(0.0)
    }

    /// Si es cero.
    pub fn is_zero(self) -> bool {
        self.units.is_zero()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let places = usize::from(self.places);
        let digits = format!("{:0width$}", self.units.unsigned_abs(), width = places + 1);
        let (integer, decimals) = digits.split_at(digits.len() - places);
        let point = if places == 0 { "" } else { "." };
        f.pad(&format!("{sign}{integer}{point}{decimals}"))
    }
}

/// Como lo escribiría una persona: sin ceros de más, con coma.
pub fn plain(value: &Exact) -> String {
    let shown = Decimal::rounded(value, 4).with_comma();
    shown.trim_end_matches('0').trim_end_matches(',').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn la_mitad_justa_sube_y_nunca_hay_sorpresas_de_coma_flotante() {
        let round =
            |text: &str, places| Decimal::rounded(&parse(text).unwrap(), places).to_string();

        assert_eq!(round("6.125", 2), "6.13");
        assert_eq!(round("1.005", 2), "1.01"); // con f64 saldría 1.00
        assert_eq!(round("2.5", 0), "3");
        assert_eq!(round("0.049", 1), "0.0");
        assert_eq!(round("-0.25", 1), "-0.2");
        assert_eq!(round("9,999", 2), "10.00");
    }

    #[test]
    fn solo_se_leen_numeros_de_persona() {
        for bad in [
            "",
            "-",
            ".5",
            "1e3",
            "1.2.3",
            "inf",
            "NaN",
            "1_000",
            "1234567890",
            "١",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse("2,25"), parse("2.25"));
        assert_eq!(plain(&parse("2.50").unwrap()), "2,5");
        assert_eq!(plain(&parse("100").unwrap()), "100");
    }

    proptest! {
        #[test]
        fn lo_redondeado_dista_menos_de_media_unidad(numerator in -1_000_000_i64..1_000_000, denominator in 1_i64..5000, places in 0_u8..5) {
            let value = fraction(numerator, denominator);

            let difference = (Decimal::rounded(&value, places).exact() - value).abs();

            prop_assert!(difference * Exact::from_integer(ten_to(places.into())) <= fraction(1, 2));
        }
    }
}
