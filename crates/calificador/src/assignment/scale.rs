//! La escala: de «qué parte ha hecho» a «qué nota es».

use num_traits::{One, Zero};

use super::exact::{Decimal, Exact, fraction, parse, plain, whole};

/// Una escala de notas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// La nota más baja.
    pub min: Exact,
    /// La más alta.
    pub max: Exact,
    /// La que aprueba.
    pub pass: Exact,
    /// Decimales con los que se escribe.
    pub places: u8,
    /// Qué parte hay que hacer para llegar a `pass`, entre 0 y 1 sin llegar a ninguno
    /// de los dos. Sin ella la escala es una recta; con ella, dos rectas que se
    /// encuentran en el aprobado (la «exigencia» de la escala chilena).
    pub demand: Option<Exact>,
}

/// Nombre, mínima, máxima, aprobado, decimales y exigencia (en porcentaje).
type Known = (&'static str, i64, i64, i64, u8, Option<i64>);

/// Las escalas que se conocen por su nombre.
const KNOWN: [Known; 5] = [
    ("0-10", 0, 10, 5, 2, None),
    ("0-20", 0, 20, 10, 1, None),
    ("1-7", 1, 7, 4, 1, Some(60)),
    ("0-5", 0, 5, 3, 1, None),
    ("0-100", 0, 100, 60, 0, None),
];

impl Default for Scale {
    fn default() -> Self {
        Self::called("0-10").expect("está en la tabla")
    }
}

impl Scale {
    /// La escala `name`: `0-10`, `0-20`, `1-7`, `0-5`, `0-100`, u otra `A-B` con una
    /// recta y el aprobado a la mitad.
    pub fn called(name: &str) -> Option<Self> {
        let name: String = name
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if c == '–' { '-' } else { c })
            .collect();
        if let Some(&(_, min, max, pass, places, demand)) =
            KNOWN.iter().find(|known| known.0 == name)
        {
            return Some(Self {
                min: whole(min),
                max: whole(max),
                pass: whole(pass),
                places,
                demand: demand.map(|percent| fraction(percent, 100)),
            });
        }
        let (min, max) = name.split_once('-')?;
        let (min, max) = (parse(min)?, parse(max)?);
        (min < max).then(|| Self {
            pass: (&min + &max) / whole(2),
            min,
            max,
            places: 2,
            demand: None,
        })
    }

    /// Los nombres conocidos, para los errores.
    pub fn known_names() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|known| known.0)
    }

    /// La nota de quien hizo `done` (entre 0 y 1), sin redondear.
    pub fn value(&self, done: &Exact) -> Exact {
        let line = |from: &Exact, to: &Exact, part: Exact| from + (to - from) * part;
        match &self.demand {
            None => line(&self.min, &self.max, done.clone()),
            Some(demand) if done <= demand => line(&self.min, &self.pass, done / demand),
            Some(demand) => {
                let rest = (done - demand) / (Exact::one() - demand);
                line(&self.pass, &self.max, rest)
            }
        }
    }

    /// `value` sin salirse de la escala, y redondeado.
    pub fn rounded(&self, value: &Exact) -> Decimal {
        let inside = value.clone().max(self.min.clone()).min(self.max.clone());
        Decimal::rounded(&inside, self.places)
    }

    /// Si `mark` aprueba.
    pub fn passes(&self, mark: Decimal) -> bool {
        mark.exact() >= self.pass
    }

    /// «de 0 a 10», para leer.
    pub fn range(&self) -> String {
        format!("de {} a {}", plain(&self.min), plain(&self.max))
    }

    /// Qué parte de la escala es `mark`, entre 0 y 1.
    pub fn position(&self, mark: Decimal) -> Exact {
        let span = &self.max - &self.min;
        if span.is_zero() {
            return Exact::zero();
        }
        (mark.exact() - &self.min) / span
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(scale: &str, percent: i64) -> String {
        let scale = Scale::called(scale).unwrap();
        scale
            .rounded(&scale.value(&fraction(percent, 100)))
            .to_string()
    }

    #[test]
    fn cada_escala_conocida_da_sus_extremos_y_su_aprobado() {
        assert_eq!(
            [mark("0-10", 0), mark("0-10", 50), mark("0-10", 100)],
            ["0.00", "5.00", "10.00"]
        );
        assert_eq!(
            [mark("0-20", 0), mark("0-20", 50), mark("0-20", 100)],
            ["0.0", "10.0", "20.0"]
        );
        assert_eq!(
            [mark("0-5", 0), mark("0-5", 60), mark("0-5", 100)],
            ["0.0", "3.0", "5.0"]
        );
        assert_eq!(
            [mark("0-100", 0), mark("0-100", 60), mark("0-100", 100)],
            ["0", "60", "100"]
        );
    }

    #[test]
    fn la_escala_de_1_a_7_aprueba_con_la_exigencia_y_no_a_la_mitad() {
        // Valores de la tabla de conversión chilena al 60 %.
        assert_eq!(mark("1-7", 0), "1.0");
        assert_eq!(mark("1-7", 30), "2.5");
        assert_eq!(mark("1-7", 60), "4.0");
        assert_eq!(mark("1-7", 80), "5.5");
        assert_eq!(mark("1-7", 100), "7.0");
    }

    #[test]
    fn otra_escala_cualquiera_es_una_recta() {
        let scale = Scale::called("2 – 6").unwrap();

        assert_eq!(
            scale.rounded(&scale.value(&fraction(1, 4))).to_string(),
            "3.00"
        );
        assert_eq!(Scale::called("10-0"), None);
        assert_eq!(Scale::called("diez"), None);
    }
}
