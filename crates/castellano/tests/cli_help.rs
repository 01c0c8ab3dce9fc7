//! La ayuda que ve quien escribe `--ayuda`.

mod common;

use castellano::cli;
use clap::{Parser, error::ErrorKind};
use common::{Example, Format, Order, assert_no_english, line, shown};

/// Padre e hijo comparten un mensaje
#[derive(Debug, Parser)]
#[command(name = "paso1", term_width = 80)]
struct Step {
    /// Texto que el padre escribe en la región
    #[arg(long, value_name = "TEXTO", default_value = "Hola")]
    mensaje: String,
    /// Tamaño de la región, en bytes
    #[arg(long, value_name = "N", default_value_t = 4096)]
    bytes: usize,
}

#[test]
fn los_argumentos_se_leen_como_siempre() {
    let step: Step = cli::try_parse_from(line("paso1 --bytes 10")).expect("el uso es correcto");
    assert_eq!((step.bytes, step.mensaje.as_str()), (10, "Hola"));

    let args = line("ejemplo corregir paso1 --forma json -vv");
    let example: Example = cli::try_parse_from(args).expect("los alias también valen");
    let Order::Probar(order) = example.order else {
        panic!("se pidió probar, no {:?}", example.order);
    };
    assert_eq!((order.formato, example.verboso), (Format::Json, 2));
}

#[test]
fn la_ayuda_de_un_paso() {
    for flag in ["-h", "--ayuda", "--help"] {
        let help = cli::try_parse_from::<Step, _, _>(["/ruta/al/paso1", flag])
            .expect_err("la ayuda termina el programa");

        assert_eq!(help.kind(), ErrorKind::DisplayHelp);
        assert_eq!((help.exit_code(), help.use_stderr()), (0, false));
        assert_eq!(help.to_string(), STEP);
    }
}

const STEP: &str = "\
Padre e hijo comparten un mensaje

Uso: paso1 [OPCIONES]

Opciones:
      --mensaje <TEXTO>  Texto que el padre escribe en la región [por omisión:
                         Hola]
      --bytes <N>        Tamaño de la región, en bytes [por omisión: 4096]
  -h, --ayuda            Muestra esta ayuda
";

#[test]
fn la_ayuda_de_un_programa_con_ordenes() {
    for args in ["ejemplo --ayuda", "ejemplo ayuda", "ejemplo help"] {
        assert_eq!(shown(args).to_string(), ROOT, "{args}");
    }
}

const ROOT: &str = "\
Prueba todo lo que un programa puede pedir

Uso: ejemplo [OPCIONES] <ORDEN>

Órdenes:
  probar    Corrige los ejercicios [alias: corregir, p]
  publicar  Publica el libro
  ayuda     Muestra esta ayuda o la de otra orden

Opciones:
  -v, --verboso...  Cuánto contar
  -h, --ayuda       Muestra esta ayuda
  -V, --version     Muestra la versión
";

#[test]
fn la_ayuda_de_una_orden_por_todos_los_caminos() {
    for args in [
        "ejemplo probar -h",
        "ejemplo probar --ayuda",
        "ejemplo ayuda probar",
        "ejemplo help p",
    ] {
        assert_eq!(shown(args).to_string(), PROBAR, "{args}");
    }
}

const PROBAR: &str = "\
Corrige los ejercicios [alias: corregir, p]

Uso: ejemplo probar [OPCIONES] <PASO>...

Argumentos:
  <PASO>...  Pasos que se corrigen

Opciones:
      --formato <FORMATO>
          Cómo se presenta el resultado [por omisión: texto] [alias: --forma]
          [valores posibles: texto, json]
  -v, --verboso...
          Cuánto contar
      --mensaje <MENSAJE>
          Saludo que se escribe en la memoria compartida [por omisión: \"¡Hola,
          hijo!\"]
      --intentos <INTENTOS>
          Intentos
      --bytes <BYTES>
          Tamaño de la región, en bytes
      --punto <X> <Y>
          Un punto del plano
      --nombres <NOMBRES> <NOMBRES>...
          Varios nombres
      --silencio
          No dice nada
      --igual=<IGUAL>
          Se escribe con el signo igual
  -h, --ayuda
          Muestra esta ayuda
  -V, --version
          Muestra la versión
";

#[test]
fn la_ayuda_completa_explica_cada_valor() {
    assert_eq!(shown("ejemplo publicar -h").to_string(), PUBLICAR_SHORT);
    // `clap` sangra también las líneas vacías.
    let detailed = shown("ejemplo publicar --ayuda").to_string();
    let lines: Vec<&str> = detailed.lines().map(str::trim_end).collect();
    assert_eq!(lines.join("\n") + "\n", PUBLICAR);
}

const PUBLICAR_SHORT: &str = "\
Publica el libro

Uso: ejemplo publicar [OPCIONES]

Opciones:
      --tema <TEMA>  Tema del libro [por omisión: claro] [valores posibles:
                     claro, oscuro]
  -v, --verboso...   Cuánto contar
  -h, --ayuda        Muestra la ayuda breve (con --ayuda, la completa)
  -V, --version      Muestra la versión

Red:
      --puerto <PUERTO>  Puerto en el que se publica
";

const PUBLICAR: &str = "\
Publica el libro

Con la ayuda completa se ve este segundo párrafo, que explica con calma qué
archivos se escriben y dónde.

Uso: ejemplo publicar [OPCIONES]

Opciones:
      --tema <TEMA>
          Tema del libro

          Valores posibles:
          - claro:  Fondo blanco
          - oscuro: Fondo negro

          [por omisión: claro]

  -v, --verboso...
          Cuánto contar

  -h, --ayuda
          Muestra la ayuda completa (con -h, la breve)

  -V, --version
          Muestra la versión

Red:
      --puerto <PUERTO>
          Puerto en el que se publica
";

#[test]
fn sin_orden_se_muestra_la_ayuda_como_error_de_uso() {
    let help = shown("ejemplo");

    assert_eq!((help.exit_code(), help.use_stderr()), (2, true));
    assert_eq!(help.to_string(), ROOT);
}

#[test]
fn la_version_se_hereda() {
    let version = shown("ejemplo --version");
    assert_eq!(version.to_string(), "ejemplo 1.2.3\n");
    assert_eq!(version.exit_code(), 0);
    assert_eq!(
        shown("ejemplo probar -V").to_string(),
        "ejemplo-probar 1.2.3\n"
    );
}

#[test]
fn ni_una_palabra_en_ingles() {
    for args in [
        "ejemplo -h",
        "ejemplo --ayuda",
        "ejemplo probar --ayuda",
        "ejemplo publicar -h",
        "ejemplo publicar --ayuda",
        "ejemplo ayuda ayuda",
    ] {
        assert_no_english(&shown(args).to_string());
    }
}

#[test]
fn la_ayuda_cabe_en_ochenta_columnas() {
    for args in [
        "ejemplo -h",
        "ejemplo probar -h",
        "ejemplo publicar --ayuda",
    ] {
        for line in shown(args).to_string().lines() {
            assert!(line.chars().count() <= 80, "«{line}»");
        }
    }
}

#[test]
fn en_una_terminal_los_titulos_llevan_su_estilo() {
    let help = shown("ejemplo probar -h").render().ansi().to_string();

    let (title, section) = ("\x1b[4mUso:\x1b[0m", "\x1b[4mOpciones:\x1b[0m");
    assert!(help.contains(title) && help.contains(section), "{help:?}");
}

#[test]
fn la_orden_de_ayuda_tambien_explica_su_uso() {
    let help = shown("ejemplo ayuda ayuda").to_string();

    assert!(help.contains("Uso: ejemplo ayuda [ORDEN]...\n"), "{help}");
}

#[test]
fn lo_que_el_programa_desactiva_sigue_desactivado() {
    #[derive(Debug, Parser)]
    #[command(version, disable_help_flag = true, disable_version_flag = true)]
    struct Silent {}

    for flag in ["-h", "--ayuda", "--help", "-V", "--version"] {
        let error = cli::try_parse_from::<Silent, _, _>(["mudo", flag])
            .expect_err("la opción está desactivada");
        assert_eq!(error.kind(), ErrorKind::UnknownArgument);
        assert!(!error.to_string().contains("ayuda:"), "{error}");
    }
}
