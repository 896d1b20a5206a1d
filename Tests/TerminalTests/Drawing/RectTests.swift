import Terminal
import Testing

struct RectTests {
    @Test func `splits clip to the rectangle`() {
        let rect = Rect(x: 2, y: 1, width: 10, height: 4)
        #expect(rect.split(left: 3).left == Rect(x: 2, y: 1, width: 3, height: 4))
        #expect(rect.split(left: 3).rest == Rect(x: 5, y: 1, width: 7, height: 4))
        #expect(rect.split(right: 3).right == Rect(x: 9, y: 1, width: 3, height: 4))
        #expect(rect.split(right: 3).rest == Rect(x: 2, y: 1, width: 7, height: 4))
        #expect(rect.split(top: 1).rest == Rect(x: 2, y: 2, width: 10, height: 3))
        #expect(rect.split(bottom: 1).bottom == Rect(x: 2, y: 4, width: 10, height: 1))
        #expect(rect.split(left: 99).rest == Rect(x: 12, y: 1, width: 0, height: 4))
        #expect(rect.split(top: -5).top == Rect(x: 2, y: 1, width: 10, height: 0))
    }

    @Test func `an inset larger than the rectangle leaves nothing of it`() {
        let rect = Rect(x: 0, y: 0, width: 3, height: 3)
        #expect(rect.inset(by: 1) == Rect(x: 1, y: 1, width: 1, height: 1))
        #expect(rect.inset(by: 2).isEmpty)
        #expect(Rect.zero.inset(by: 1).isEmpty)
    }

    @Test func `coordinates far away don't overflow`() {
        let rect = Rect(x: .max, y: .min, width: .max, height: .max)
        #expect(rect.endX > rect.x)
        #expect(rect.intersection(Rect(x: 0, y: 0, width: 80, height: 24)).isEmpty)
        #expect(rect.inset(by: .max).isEmpty)
        #expect(rect.split(left: .max).left == rect)
    }

    @Test func `a row outside the rectangle is empty`() {
        let rect = Rect(x: 1, y: 1, width: 5, height: 2)
        #expect(rect.row(1) == Rect(x: 1, y: 2, width: 5, height: 1))
        #expect(rect.row(2).isEmpty)
        #expect(rect.row(-1).isEmpty)
        #expect(rect.rows(1..<9) == Rect(x: 1, y: 2, width: 5, height: 1))
    }
}
