import Foundation

/// A colour as an eye sees it: in linear light, so that it can be measured and seen with other eyes.
public struct SeenColor: Sendable, Hashable {
    /// Red, green and blue, each 0 to 1, proportional to light.
    private var light: [Double]

    /// - Parameter hex: `#rrggbb`; nil for anything else.
    public init?(hex: String) {
        guard hex.hasPrefix("#"), hex.count == 7, let number = Int(hex.dropFirst(), radix: 16) else { return nil }
        light = [number >> 16, (number >> 8) & 255, number & 255].map { channel in
            let share = Double(channel) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
    }

    /// WCAG 2's contrast of two colours: 1 for the same, 21 for black and white.
    public func contrast(with other: SeenColor) -> Double {
        let luminances = [self, other].map {
            0.2126 * $0.light[0] + 0.7152 * $0.light[1] + 0.0722 * $0.light[2]
        }.sorted()
        return (luminances[1] + 0.05) / (luminances[0] + 0.05)
    }

    /// How different two colours look: the distance in OKLab, 0 for the same, 1 for black and white. From about 0.02 on
    /// people see two colours side by side.
    public func difference(from other: SeenColor) -> Double {
        sqrt(zip(lab, other.lab).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    }

    /// The colour as `vision` sees it.
    public func seen(by vision: Vision) -> SeenColor {
        var color = self
        color.light = vision.matrix.map { row in
            min(1, max(0, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
        }
        return color
    }

    /// https://bottosson.github.io/posts/oklab/
    private var lab: [Double] {
        func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
            matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        let cones = times(
            [
                [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ], light)
        return times(
            [
                [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                [0.0259040371, 0.7827717662, -0.8086757660],
            ], cones.map { cbrt($0) })
    }
}

/// Kinds of colour vision. Those with a kind of cone missing are simulated after Machado, Oliveira and Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
public enum Vision: String, Sendable, Hashable, CaseIterable {
    case usual
    /// Without the cones for long waves: red.
    case protan
    /// Without those for middle waves: green.
    case deutan
    /// Without those for short waves: blue.
    case tritan

    fileprivate var matrix: [[Double]] {
        switch self {
        case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .protan:
            [
                [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
            ]
        case .deutan:
            [
                [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
            ]
        case .tritan:
            [
                [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
            ]
        }
    }
}
