import Terminal
import Testing

struct StyleTests {
    @Test func `an overlay's colours win where it names them, its attributes are added`() {
        let style = Style(foreground: .palette16(.red), background: .palette16(.white), attributes: .bold)
        let overlay = Style(background: .indexed(238), attributes: .underline)
        #expect(
            style.overlaid(by: overlay)
                == Style(foreground: .palette16(.red), background: .indexed(238), attributes: [.bold, .underline]))
    }

    @Test func `a key without a look of its own has the fallback's`() {
        let fallback = Style(attributes: .dim)
        let known = StyleKey(rawValue: 3)
        let sheet = StyleSheet([known: Style(attributes: .bold)], fallback: fallback)
        #expect(sheet[known] == Style(attributes: .bold))
        #expect(sheet[.plain] == fallback)
    }

    @Test(arguments: [
        (Color.rgb(255, 135, 0), ColorDepth.indexed256, Color.indexed(208)),
        (.rgb(255, 135, 0), .truecolor, .rgb(255, 135, 0)),
        (.rgb(250, 10, 10), .palette16, .palette16(.brightRed)),
        (.rgb(0, 200, 10), .palette8, .palette16(.green)),
        (.rgb(1, 2, 3), .mono, .default),
        (.indexed(231), .palette8, .palette16(.white)),
        (.indexed(9), .palette16, .palette16(.brightRed)),
        (.indexed(9), .palette8, .palette16(.red)),
        (.palette16(.brightBlue), .palette8, .palette16(.blue)),
        (.palette16(.brightBlue), .indexed256, .palette16(.brightBlue)),
        (.default, .palette8, .default),
        (.rgb(8, 8, 8), .indexed256, .indexed(232)),
        (.rgb(255, 255, 255), .indexed256, .indexed(231)),
    ])
    func `a colour becomes the nearest one the terminal has`(color: Color, depth: ColorDepth, nearest: Color) {
        #expect(color.reduced(to: depth) == nearest)
    }

    @Test func `every entry of the palette is nearest to itself, or to its twin of the same look`() {
        for index in UInt8(16)...255 {
            let (red, green, blue) = Color.indexed(index).components
            let nearest = Color.rgb(red, green, blue).reduced(to: .indexed256)
            #expect(nearest.components == (red, green, blue))
        }
    }
}
