//! La línea de órdenes: qué se puede pedir y cómo se llama.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::explore::Explorar;
use crate::marking::{Calificar, Reunir};

/// Memoria compartida entre procesos, paso a paso: el libro y sus ejercicios.
#[derive(Debug, Parser)]
#[command(
    name = "taller",
    version,
    after_help = "Sin ninguna orden, «taller» abre el libro, como «taller servir»."
)]
pub struct Line {
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Las órdenes del taller.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Abre el libro en el navegador, desde esta misma máquina
    Servir(Servir),
    /// Construye el libro como páginas sueltas, para cualquier servidor web
    Construir(Construir),
    /// Corrige uno o varios pasos
    #[command(
        long_about = "Corrige uno o varios pasos con sus jueces, y recuerda la nota para «taller \
                      estado».\n\n\
                      Termina con 0 si todo está bien, con 1 si algo falla o no compila, con 2 si la \
                      orden está mal escrita y con 3 si algo no se ha podido corregir por causas \
                      ajenas al código.",
        after_help = "Ejemplos: taller probar paso3 · taller probar paso1 paso2 · taller probar todo"
    )]
    Probar(Probar),
    /// Corrige un paso cada vez que guardas su archivo
    #[command(
        long_about = "Corrige un paso cada vez que guardas su archivo. Sin decir cuál, empieza por el \
                      que toca y sigue al que vayas cambiando.\n\n\
                      En una terminal atiende a estas teclas: p, la siguiente pista; s, el paso \
                      siguiente; l, la lista de los pasos; q, salir."
    )]
    Vigilar(Vigilar),
    /// Cuenta cómo llevas el curso y qué paso toca
    Estado,
    /// Da la siguiente pista de un paso, de menos a más
    Pista(Pista),
    /// Devuelve el archivo de un paso a como vino, guardando una copia del tuyo
    Reiniciar(Reiniciar),
    /// Lleva un programa con fork por todos sus órdenes y dibuja en qué acaba
    #[command(
        long_about = "Lleva un programa con fork, en cualquier lenguaje y sin modificarlo, por todos \
                      los órdenes de ejecución que importan, y dibuja en qué acaba cada uno.\n\n\
                      Termina con 0 si hay un solo final y nada está mal, con 1 si hay varios finales \
                      o algo está mal, con 2 si la orden está mal escrita y con 3 si no se pudo \
                      explorar.",
        after_help = "Ejemplo: taller explorar -- ./carrera --bytes 64"
    )]
    Explorar(Explorar),
    /// Comprueba que el curso corrige bien: es para quien lo mantiene
    #[command(
        long_about = "Comprueba que el curso corrige bien: que cada solución lo supera todo, que cada \
                      esqueleto compila y no supera nada, que cada respuesta equivocada conocida \
                      falla donde dice su cabecera y en ningún otro sitio, que las alternativas se \
                      aceptan, y que a ningún paso le faltan capítulo, pistas o pesos.\n\n\
                      Termina con 0 si no hay discrepancias, con 1 si las hay y con 3 si algo se ha \
                      quedado sin revisar."
    )]
    Revisar(Revisar),
    /// Califica las entregas de una clase entera y prepara los informes
    #[command(
        long_about = "Califica las entregas de una clase entera, cada una dentro de una caja de la \
                      que no sale nada, y prepara los informes: una página por persona, el resumen \
                      de la clase y lo que se importa en el aula virtual.\n\n\
                      Las entregas son la descarga de Moodle «todas las entregas» (el zip, o ya \
                      extraída), una carpeta con una carpeta, un zip, un clon de Git o un .rs por \
                      persona, o un solo archivo. De cada una solo se toma el archivo de cada paso \
                      pedido.\n\n\
                      Se puede parar o matar en cualquier momento: la misma orden sigue donde \
                      estaba. Repetirla con entregas nuevas califica solo lo nuevo.\n\n\
                      Termina con 0 si todo está calificado, con 1 si falta algo por calificar o hay \
                      entregas que mirar a mano, con 2 si la orden o la tarea están mal escritas, con \
                      3 si no se ha podido calificar (no hay caja, la carpeta está ocupada, falla el \
                      disco…) y con 130 si se ha interrumpido.",
        after_help = "Ejemplos:\n  \
                      taller calificar --ejemplo\n  \
                      taller calificar entregas.zip --tarea semana3.toml --hoja hoja.csv\n  \
                      taller calificar entregas.zip --tarea semana3.toml --solo paso4 --otra-vez"
    )]
    Calificar(Calificar),
    /// Reúne lo que se calificó por partes y prepara los informes
    #[command(
        long_about = "Reúne lo que se calificó por partes (con «taller calificar --parte I/N», en \
                      esta máquina o en varias) y prepara los informes de la clase entera. No da \
                      ninguno si falta un trabajo, o si las partes no salen de las mismas entregas, \
                      con el mismo curso y el mismo compilador.\n\n\
                      Termina como «taller calificar»: con 3 si las partes no se pueden reunir.",
        after_help = "Ejemplo: taller reunir entregas-calificado --tarea semana3.toml --hoja hoja.csv"
    )]
    Reunir(Reunir),
    /// Escribe la tarea de una clase: pasos, pesos, plazo y escala
    #[command(subcommand)]
    Tarea(Tarea),
}

/// Opciones de `servir`.
#[derive(Debug, Args)]
pub struct Servir {
    /// Puerto en el que escuchar; si está ocupado, se usa el siguiente libre
    #[arg(long, value_name = "N", default_value_t = Servir::PORT, value_parser = clap::value_parser!(u16).range(1..))]
    pub puerto: u16,
    /// No abre el navegador: solo dice la dirección
    #[arg(long)]
    pub sin_abrir: bool,
}

impl Servir {
    /// Un puerto que no suele usar nadie más.
    const PORT: u16 = 3210;
}

impl Default for Servir {
    fn default() -> Self {
        Self {
            puerto: Self::PORT,
            sin_abrir: false,
        }
    }
}

/// Opciones de `construir`.
#[derive(Debug, Args)]
pub struct Construir {
    /// Carpeta donde dejar el libro [por omisión: target/libro]
    #[arg(long, value_name = "CARPETA")]
    pub destino: Option<PathBuf>,
}

/// Opciones de `probar`.
#[derive(Debug, Args)]
pub struct Probar {
    /// Los pasos que se corrigen, como «paso3»; «todo» son todos
    #[arg(value_name = "PASO", required = true)]
    pub pasos: Vec<String>,
    /// Cómo se cuenta el resultado
    #[arg(long, value_name = "FORMATO", value_enum, default_value_t = Formato::Texto)]
    pub formato: Formato,
    /// Hace solo las comprobaciones cuyo nombre contenga este texto
    #[arg(long, value_name = "TEXTO")]
    pub filtro: Option<String>,
}

/// Cómo se cuenta un resultado.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Formato {
    /// Para personas, en 80 columnas
    Texto,
    /// Para otros programas: un array con un objeto por paso
    Json,
}

/// Opciones de `vigilar`.
#[derive(Debug, Args)]
pub struct Vigilar {
    /// El paso que se vigila, y solo ese
    #[arg(value_name = "PASO")]
    pub paso: Option<String>,
}

/// Opciones de `pista`.
#[derive(Debug, Args)]
pub struct Pista {
    /// El paso en el que te has atascado
    #[arg(value_name = "PASO")]
    pub paso: String,
    /// Muestra la pista N en lugar de la siguiente
    #[arg(long, value_name = "N")]
    pub nivel: Option<usize>,
    /// Olvida las pistas ya vistas y empieza por la primera
    #[arg(long, conflicts_with = "nivel")]
    pub desde_el_principio: bool,
}

/// Opciones de `reiniciar`.
#[derive(Debug, Args)]
pub struct Reiniciar {
    /// El paso que quieres empezar de nuevo
    #[arg(value_name = "PASO")]
    pub paso: String,
    /// No pregunta antes
    #[arg(long)]
    pub si: bool,
}

/// Opciones de `revisar`.
#[derive(Debug, Args)]
pub struct Revisar {
    /// Revisa solo este paso; se puede repetir
    #[arg(long, value_name = "PASO")]
    pub solo: Vec<String>,
    /// Corrige cada variante N veces, y exige siempre el mismo veredicto
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN, conflicts_with = "ver")]
    pub veces: NonZeroUsize,
    /// Corrige un archivo cualquiera de un paso y muestra lo que vería el estudiante
    #[arg(long, value_name = "ARCHIVO", conflicts_with = "solo")]
    pub ver: Option<PathBuf>,
}

/// Lo que se puede hacer con una tarea.
#[derive(Debug, Subcommand)]
pub enum Tarea {
    /// Escribe una tarea comentada, lista para adaptar
    #[command(
        long_about = "Escribe una tarea comentada, lista para adaptar: qué pasos se piden y cuánto \
                      pesan, hasta cuándo, qué pasa con lo que llega tarde y en qué escala es la \
                      nota. Si el archivo ya existe, no lo toca.",
        after_help = "Ejemplo: taller tarea nueva --pasos paso3,paso4 --salida semana3.toml"
    )]
    Nueva(TareaNueva),
}

/// Opciones de `tarea nueva`.
#[derive(Debug, Args)]
pub struct TareaNueva {
    /// Los pasos que se piden, separados por comas [por omisión: todos]
    #[arg(long, value_name = "PASO", value_delimiter = ',')]
    pub pasos: Vec<String>,
    /// El archivo que se escribe
    #[arg(long, value_name = "ARCHIVO", default_value = "tarea.toml")]
    pub salida: PathBuf,
}

/// Lee la línea de órdenes; si está mal escrita, lo explica y termina con 2.
pub fn parse() -> Line {
    castellano::cli::parse()
}
